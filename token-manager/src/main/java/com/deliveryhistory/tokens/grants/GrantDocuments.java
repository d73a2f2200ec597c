package com.deliveryhistory.tokens.grants;

import com.deliveryhistory.events.GrantId;
import com.deliveryhistory.tokens.custody.EncryptedTokens;
import com.deliveryhistory.tokens.custody.StoredTokens;
import com.deliveryhistory.tokens.grants.ErasedPeople.Erased;
import com.deliveryhistory.tokens.grants.Grant.Active;
import com.deliveryhistory.tokens.grants.Grant.Ended;
import com.deliveryhistory.tokens.grants.Grant.Unopened;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.bson.Document;
import org.bson.types.Binary;
import org.jspecify.annotations.Nullable;

/** Grants as documents and back: the field names. */
final class GrantDocuments {

    static final String ID = "_id";
    static final String VERSION = "version";
    static final String COMPANY = "company";
    static final String APPLICATION = "application";
    static final String STATE = "state";
    static final String ACTIVE = "ACTIVE";
    static final String GENERATION = "generation";
    static final String TOKENS = "tokens";
    static final String NEXT_REFRESH_AT = "nextRefreshAt";
    static final String NEXT_NOTICE_AT = "nextNoticeAt";
    static final String HANDED_OUT_AT = "handedOutAt";
    static final String FAILURES = "failures";
    static final String FENCE = "lease.fence";
    static final String LEASED_UNTIL = "lease.until";
    static final String ATTEMPT = "attempt";
    static final String ATTEMPT_STARTED_AT = "attempt.startedAt";
    static final String UNREADABLE_SINCE = "unreadableSince";
    static final String PASSWORD_CHANGED_AT = "passwordChangedAt";

    static final String ERASED_AT = "erasedAt";
    static final String NAME_KEY = "nameKey";
    static final String ERASED_PEOPLE = "erasedPeople";
    static final String PSEUDONYM = "pseudonym";

    private static final String WITHDRAWN_AT = "withdrawnAt";
    private static final String END = "end";
    private static final String REVISION = "revision";
    private static final String AUTHORIZED_AT = "authorizedAt";
    private static final String AUTHORIZED_BY = "authorizedBy";
    private static final String UPS_USER = "upsUser";
    private static final String ACCESS_TOKEN_EXPIRES_AT = "accessTokenExpiresAt";
    private static final String REFRESH_TOKEN_EXPIRES_AT = "refreshTokenExpiresAt";
    private static final String CAUSED_BY = "causedBy";
    private static final String TOLD_AT = "toldAt";
    private static final String TOLD_OF_RENEWAL = "toldOfRenewal";
    private static final String OBTAINED_AT = "obtainedAt";
    private static final String REFRESH_TOKEN_SINCE = "refreshTokenSince";
    private static final String EXPIRY_MARK = "expiryMark";
    private static final String FINGERPRINT = "fingerprint";
    private static final String STARTED_AT = "startedAt";

    private GrantDocuments() {}

    static Grant read(Document document) {
        GrantId id = GrantId.parse(document.getString(ID));
        long version = number(document, VERSION);
        Horizons horizons = readHorizons(document);
        String state = document.getString(STATE);
        if (state == null) {
            return new Unopened(id, version, horizons);
        }
        End end = state.equals(ACTIVE) ? null : End.valueOf(document.getString(END));
        Expiry expiry = new Expiry(need(document, ACCESS_TOKEN_EXPIRES_AT), need(document, REFRESH_TOKEN_EXPIRES_AT));
        Facts facts = new Facts(
                number(document, GENERATION),
                number(document, REVISION),
                new Authorization(
                        need(document, AUTHORIZED_AT), document.getString(AUTHORIZED_BY), document.getString(UPS_USER)),
                expiry,
                document.getString(CAUSED_BY),
                readTold(document, horizons, expiry, end));
        if (end != null) {
            return new Ended(id, version, horizons, facts, end);
        }
        Document lease = document.get("lease", Document.class);
        Upkeep upkeep = new Upkeep(
                need(document, OBTAINED_AT),
                need(document, REFRESH_TOKEN_SINCE),
                need(document, NEXT_REFRESH_AT),
                instant(document, HANDED_OUT_AT),
                document.<Number>get(FAILURES, 0).intValue(),
                expiryMark(document),
                lease == null ? null : instant(lease, "until"));
        return new Active(id, version, horizons, facts, tokens(document), upkeep);
    }

    private static Told readTold(Document document, Horizons horizons, Expiry expiry, @Nullable End end) {
        Instant at = instant(document, TOLD_AT);
        if (at == null) { // stored before it was kept
            int mark = expiryMark(document);
            Instant guessed = end != null
                    ? end.guessedAt(horizons, expiry)
                    : mark == 0 ? null : expiry.refreshToken().minus(Duration.ofDays(mark));
            at = guessed == null ? need(document, AUTHORIZED_AT) : guessed;
        }
        return new Told(at, document.getBoolean(TOLD_OF_RENEWAL, false));
    }

    private static int expiryMark(Document document) {
        return document.<Number>get(EXPIRY_MARK, 0).intValue();
    }

    /** Of a grant, or of a company as a whole. */
    static Horizons readHorizons(Document document) {
        return new Horizons(
                instant(document, PASSWORD_CHANGED_AT), instant(document, WITHDRAWN_AT), instant(document, ERASED_AT));
    }

    /** Of a company as a whole. */
    static Remembered readRemembered(Document document) {
        Document people = document.get(ERASED_PEOPLE, new Document());
        Map<String, Erased> byCode = new HashMap<>();
        for (String code : people.keySet()) {
            Document erased = people.get(code, Document.class);
            byCode.put(code, new Erased(erased.getString(PSEUDONYM), need(erased, ERASED_AT)));
        }
        return new Remembered(readHorizons(document), new ErasedPeople(document.get(NAME_KEY, ""), byCode));
    }

    static StoredTokens.Stored readTokens(Document document) {
        return new StoredTokens.Stored(
                GrantId.parse(document.getString(ID)),
                number(document, GENERATION),
                number(document, VERSION),
                tokens(document));
    }

    private static EncryptedTokens tokens(Document document) {
        return new EncryptedTokens(document.get(TOKENS, Binary.class).getData());
    }

    static Lease readLease(Document before, Attempt attempt) {
        Document lease = before.get("lease", Document.class);
        Document earlier = before.get(ATTEMPT, Document.class);
        return new Lease(
                (Active) read(before),
                (lease == null ? 0 : number(lease, "fence")) + 1,
                earlier != null && attempt.fingerprint().equals(earlier.getString(FINGERPRINT)));
    }

    static Attempt readAttempt(Document attempt) {
        return new Attempt(
                attempt.getString("id"),
                attempt.getString(FINGERPRINT),
                need(attempt, STARTED_AT),
                attempt.getString("by"));
    }

    static Document write(Attempt attempt) {
        return new Document("id", attempt.id())
                .append(FINGERPRINT, attempt.fingerprint())
                .append(STARTED_AT, Date.from(attempt.startedAt()))
                .append("by", attempt.by());
    }

    /** What turns the stored form of one state into that of the next, events apart. */
    static FieldChanges changes(Grant read, Grant next) {
        FieldChanges changes = new FieldChanges();
        changes.set(COMPANY, next.id().company().value());
        changes.set(APPLICATION, next.id().application().value());
        changes.increment(VERSION);
        changes.set(PASSWORD_CHANGED_AT, date(next.horizons().passwordChangedAt()));
        changes.set(WITHDRAWN_AT, date(next.horizons().withdrawnAt()));
        changes.set(ERASED_AT, date(next.horizons().erasedAt()));
        switch (next) {
            case Unopened unopened -> {}
            case Active active -> {
                changes.set(STATE, ACTIVE);
                changes.unset(END);
                addFacts(changes, active.facts());
                changes.set(EXPIRY_MARK, active.upkeep().expiryMark());
                changes.set(NEXT_NOTICE_AT, date(active.nextNotice()));
                if (active.generation() != read.generation()) {
                    addTokens(changes, active);
                }
            }
            case Ended ended -> {
                changes.set(STATE, ended.end().state().name());
                changes.set(END, ended.end().name());
                addFacts(changes, ended.facts());
                for (String field : List.of(
                        TOKENS,
                        OBTAINED_AT,
                        REFRESH_TOKEN_SINCE,
                        NEXT_REFRESH_AT,
                        NEXT_NOTICE_AT,
                        HANDED_OUT_AT,
                        FAILURES,
                        EXPIRY_MARK,
                        LEASED_UNTIL,
                        UNREADABLE_SINCE,
                        ATTEMPT)) {
                    changes.unset(field);
                }
            }
        }
        return changes;
    }

    private static void addFacts(FieldChanges changes, Facts facts) {
        changes.set(GENERATION, facts.generation());
        changes.set(REVISION, facts.revision());
        changes.set(AUTHORIZED_AT, date(facts.authorization().at()));
        changes.set(AUTHORIZED_BY, facts.authorization().by());
        changes.set(UPS_USER, facts.authorization().upsUser());
        changes.set(ACCESS_TOKEN_EXPIRES_AT, date(facts.expiry().accessToken()));
        changes.set(REFRESH_TOKEN_EXPIRES_AT, date(facts.expiry().refreshToken()));
        changes.set(CAUSED_BY, facts.causedBy());
        changes.set(TOLD_AT, date(facts.told().at()));
        changes.set(TOLD_OF_RENEWAL, facts.told().renewal() ? true : null);
    }

    /** A new pair also ends whatever refresh of the old one is under way. */
    private static void addTokens(FieldChanges changes, Active active) {
        Upkeep upkeep = active.upkeep();
        changes.set(TOKENS, new Binary(active.tokens().ciphertext()));
        changes.set(OBTAINED_AT, date(upkeep.obtainedAt()));
        changes.set(REFRESH_TOKEN_SINCE, date(upkeep.refreshTokenSince()));
        changes.set(NEXT_REFRESH_AT, date(upkeep.nextRefreshAt()));
        changes.set(HANDED_OUT_AT, date(upkeep.handedOutAt()));
        changes.set(FAILURES, upkeep.failures());
        changes.unset(LEASED_UNTIL);
        changes.unset(UNREADABLE_SINCE);
        changes.unset(ATTEMPT);
    }

    /** Of whatever type: what a person sets by hand, or a tool brings back, is often no 64-bit integer. */
    static long number(Document document, String field) {
        return document.get(field, Number.class).longValue();
    }

    private static @Nullable Date date(@Nullable Instant instant) {
        return instant == null ? null : Date.from(instant);
    }

    private static Instant need(Document document, String field) {
        return Objects.requireNonNull(instant(document, field), field);
    }

    static @Nullable Instant instant(Document document, String field) {
        Date date = document.getDate(field);
        return date == null ? null : date.toInstant();
    }
}
