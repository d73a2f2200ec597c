package com.deliveryhistory.optin.secondfactor;

import com.deliveryhistory.optin.accounts.Account;
import com.deliveryhistory.optin.accounts.Accounts;
import com.deliveryhistory.optin.accounts.Member;
import com.deliveryhistory.optin.activity.Activity;
import com.deliveryhistory.optin.activity.ActivityLog;
import com.deliveryhistory.optin.mail.Mail;
import com.deliveryhistory.optin.mail.MailQueue;
import com.deliveryhistory.optin.securitylog.SecurityLog;
import com.deliveryhistory.optin.sessions.Sessions;
import com.deliveryhistory.optin.storage.Hashes;
import com.deliveryhistory.optin.storage.UnfinishedActs.Unfinished;
import com.deliveryhistory.optin.sweeps.EveryMinute;
import com.deliveryhistory.optin.sweeps.Sweep;
import com.deliveryhistory.services.storage.SignInNames;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.commons.codec.binary.Base32;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Who has a second factor, and whether a code proves it. */
@Component
public class SecondFactors {

    /** As long as the hash (RFC 4226, section 4, R6). */
    private static final int SECRET_BYTES = 20;

    private static final String ISSUER = "UPS Intelligent Delivery History";
    private static final int FEW_RECOVERY_CODES = 3;
    private static final SecureRandom random = new SecureRandom();

    private final SecondFactorStore store;
    private final SecondFactorSettings settings;
    private final @Nullable SecretCipher cipher;
    private final Accounts accounts;
    private final Sessions sessions;
    private final ActivityLog activities;
    private final MailQueue mails;
    private final SecurityLog log;
    private final Clock clock;

    SecondFactors(
            SecondFactorStore store,
            SecondFactorSettings settings,
            Accounts accounts,
            Sessions sessions,
            ActivityLog activities,
            MailQueue mails,
            SecurityLog log,
            Clock clock) {
        this.store = store;
        this.settings = settings;
        this.cipher = settings.keys() == null ? null : SecretCipher.with(settings.keys());
        this.accounts = accounts;
        this.sessions = sessions;
        this.activities = activities;
        this.mails = mails;
        this.log = log;
        this.clock = clock;
    }

    /** Whether people can set one up here. */
    public boolean areOffered() {
        return cipher != null;
    }

    /** Whether the person has to have one. */
    public boolean isRequiredFor(Member member) {
        return settings.isRequiredFor(member);
    }

    /** Whether the person proves it is them with a second factor too. */
    public boolean isSetUp(String signInName) {
        return store.find(SignInNames.key(signInName))
                .filter(stored -> stored.secret() != null)
                .isPresent();
    }

    /**
     * The recovery codes of somebody.
     *
     * @param left how many there are
     * @param kept false: nobody has said since they were made, which shows them once, that they are kept, nor used one
     */
    public record CodesLeft(int left, boolean kept) {

        /** Whether so few are left that the person should have new ones made. */
        public boolean areFew() {
            return left <= FEW_RECOVERY_CODES;
        }
    }

    /** The person's recovery codes; empty: there is no second factor. */
    public Optional<CodesLeft> recoveryCodesOf(String signInName) {
        return store.find(SignInNames.key(signInName))
                .filter(stored -> stored.secret() != null)
                .map(stored -> new CodesLeft(stored.recoveryCodes(), stored.recoveryCodesKept()));
    }

    /** The person says that the recovery codes, which were shown once, are kept. */
    void recoveryCodesKept(Member member) {
        store.recoveryCodesKept(SignInNames.key(member.name()));
    }

    /**
     * The secret to set a second factor up with. It is that session's, as nobody else is to know it: who saw one in a browser
     * that was left open has nothing of it. Empty if there is a second factor already.
     *
     * @param session the id of the HTTP session that it is shown in
     */
    Optional<SetUp> proposed(Member member, String session) {
        String account = SignInNames.key(member.name());
        Optional<SecondFactorStore.Stored> stored = store.find(account);
        if (stored.map(SecondFactorStore.Stored::secret).isPresent()) {
            return Optional.empty();
        }
        String secret = stored.flatMap(known -> known.pendingIn(session))
                .map(pending -> cipher().decrypt(account, pending))
                .orElseGet(() -> propose(account, session));
        return Optional.of(SetUp.of(secret, ISSUER, member.name()));
    }

    private String propose(String account, String session) {
        byte[] bytes = new byte[SECRET_BYTES];
        random.nextBytes(bytes);
        String secret = new Base32().encodeToString(bytes);
        store.propose(account, cipher().encrypt(account, secret), session);
        return secret;
    }

    /**
     * Sets the second factor up, if the code shows that the person's app knows the secret. The person's other sessions end,
     * as they began without it.
     *
     * @param session the id of the HTTP session that goes on
     * @return recovery codes, to be shown once; empty if the code is wrong
     */
    Optional<List<String>> confirm(Member member, String typed, String session) {
        String account = SignInNames.key(member.name());
        String pending = store.find(account)
                .filter(stored -> stored.secret() == null)
                .flatMap(stored -> stored.pendingIn(session))
                .orElse(null);
        if (pending == null) {
            return Optional.empty();
        }
        Instant now = clock.instant();
        byte[] secret = new Base32().decode(cipher().decrypt(account, pending));
        OptionalLong step = Totp.stepOf(RecoveryCodes.normal(typed), secret, now);
        if (step.isEmpty()) {
            return Optional.empty();
        }
        sessions.endOthersOf(member.name(), session); // before as well: the process may end as soon as it is set up
        List<String> codes = RecoveryCodes.generate();
        Unfinished setUp = Unfinished.of(Hashes.sha256(pending), now);
        if (!store.confirm(account, pending, step.getAsLong(), RecoveryCodes.hashes(account, codes), setUp)) {
            return Optional.empty();
        }
        accounts.find(member.name())
                .ifPresent(
                        person -> finish(account, person, setUp, () -> sessions.endOthersOf(member.name(), session)));
        return Optional.of(codes);
    }

    /**
     * Does what was left of setting second factors up because the process ended, or because too many mails waited. No session
     * goes on then: which one had set it up is not known any more.
     */
    @EveryMinute
    void finishSetUpsWhereCutOff() {
        Sweep.each(
                store.withUntoldSetUp(clock.instant().minus(Sweep.GRACE), mails.hasRoom()),
                "Finishing the set-up of a second factor",
                account -> accounts.find(account).ifPresent(person -> finishSetUps(account, person)));
    }

    private void finishSetUps(String account, Account person) {
        store.setUpsOf(account, mails.hasRoom())
                .forEach(setUp -> finish(account, person, setUp, () -> sessions.endAllOf(person.name())));
    }

    /** What goes to the security log may go there twice. */
    private void finish(String account, Account person, Unfinished setUp, Runnable endSessions) {
        store.finish(
                account,
                setUp,
                () -> {
                    log.record(SecurityLog.Kind.SECOND_FACTOR_SET_UP, person.name());
                    endSessions.run();
                },
                () -> tell(person, setUp, this::mailIfRoom));
    }

    /** How a person is told by mail of what is done to a second factor. */
    private interface Mailing {

        /** Whether the person was told, or has no address. */
        boolean tell(String fact, Account person, Mail.Kind kind, Map<String, String> facts);
    }

    /** Whether the person was told. */
    private boolean tell(Account person, Unfinished setUp, Mailing mailing) {
        String fact = "second-factor-set-up-" + setUp.id();
        note(fact, person.member(), person.name(), Activity.Kind.SECOND_FACTOR_SET_UP, setUp.at());
        return mailing.tell(
                fact,
                person,
                Mail.Kind.SECOND_FACTOR_SET_UP,
                Map.of("name", person.name(), "at", setUp.at().toString()));
    }

    /** For what stays noted until there is room among the mails. */
    private boolean mailIfRoom(String fact, Account person, Mail.Kind kind, Map<String, String> facts) {
        return mail(fact, person, kind, facts)
                .map(mail -> mails.putIfRoom(person.member().company(), mail))
                .orElse(true);
    }

    /** For what is noted nowhere any more once the second factor is gone. */
    private boolean mailAnyway(String fact, Account person, Mail.Kind kind, Map<String, String> facts) {
        mail(fact, person, kind, facts)
                .ifPresent(mail -> mails.putAnyway(person.member().company(), mail));
        return true;
    }

    private Optional<Mail> mail(String fact, Account person, Mail.Kind kind, Map<String, String> facts) {
        return Optional.ofNullable(person.email())
                .map(email -> new Mail(fact, email, accounts.languageOf(person), kind, facts));
    }

    /** Whether this is a code of now, or a recovery code; either is used up by it. */
    boolean accepts(String signInName, String typed) {
        String account = SignInNames.key(signInName);
        String code = RecoveryCodes.normal(typed);
        if (RecoveryCodes.isOne(code)) {
            return useRecoveryCode(signInName, account, RecoveryCodes.hash(account, code));
        }
        Optional<String> secret = store.find(account).map(SecondFactorStore.Stored::secret);
        if (secret.isEmpty()) {
            return false;
        }
        OptionalLong step =
                Totp.stepOf(code, new Base32().decode(cipher().decrypt(account, secret.get())), clock.instant());
        return step.isPresent() && store.use(account, step.getAsLong());
    }

    private boolean useRecoveryCode(String signInName, String account, String hash) {
        boolean used = store.useRecoveryCode(account, hash, clock.instant());
        if (used) {
            log.record(SecurityLog.Kind.RECOVERY_CODE_USED, signInName, "left", howManyLeft(account));
            tellOfUsedCodes(account, this::mailIfRoom);
        }
        return used;
    }

    /** Tells that recovery codes were renewed, or used, where that was cut off, or too many mails waited. */
    @EveryMinute
    void tellOfCodesWhereCutOff() {
        Instant before = clock.instant().minus(Sweep.GRACE);
        Sweep.each(
                store.withUntoldRenewal(before),
                "Telling of renewed recovery codes",
                account -> accounts.find(account).ifPresent(person -> tellOfRenewals(account, person.member())));
        if (mails.hasRoom()) { // else it would be logged of each person, every minute
            Sweep.each(
                    store.withUntold(before),
                    "Telling of a used recovery code",
                    account -> tellOfUsedCodes(account, this::mailIfRoom));
        }
    }

    private void tellOfUsedCodes(String account, Mailing mailing) {
        Optional<Account> person = accounts.find(account);
        for (SecondFactorStore.UsedCode used : store.usedCodesOf(account)) {
            if (person.isEmpty() || toldOf(used, person.get(), mailing)) {
                store.told(account, used);
            }
        }
    }

    /** Whether the person was told. */
    private boolean toldOf(SecondFactorStore.UsedCode used, Account person, Mailing mailing) {
        String fact = "recovery-code-used-" + Hashes.sha256(used.hash());
        String left = howManyLeft(person.name());
        activities.add(
                fact,
                new Activity(
                        person.member().company(),
                        used.at(),
                        Activity.Kind.RECOVERY_CODE_USED,
                        person.name(),
                        Map.of("left", left)));
        return mailing.tell(
                fact,
                person,
                Mail.Kind.RECOVERY_CODE_USED,
                Map.of("name", person.name(), "at", used.at().toString(), "left", left));
    }

    private String howManyLeft(String signInName) {
        return Integer.toString(recoveryCodesOf(signInName).map(CodesLeft::left).orElse(0));
    }

    /** New recovery codes in place of those that are left. */
    List<String> renewRecoveryCodes(Member member) {
        String account = SignInNames.key(member.name());
        List<String> codes = RecoveryCodes.generate();
        store.replaceRecoveryCodes(
                account,
                RecoveryCodes.hashes(account, codes),
                new SecondFactorStore.Renewal(Hashes.newSecret(), clock.instant()));
        tellOfRenewals(account, member);
        return codes;
    }

    /** What goes to the security log may go there twice. */
    private void tellOfRenewals(String account, Member member) {
        for (SecondFactorStore.Renewal renewal : store.renewalsOf(account)) {
            log.record(SecurityLog.Kind.RECOVERY_CODES_RENEWED, member.name());
            note(
                    "recovery-codes-renewed-" + renewal.id(),
                    member,
                    member.name(),
                    Activity.Kind.RECOVERY_CODES_RENEWED,
                    renewal.at());
            store.told(account, renewal);
        }
    }

    /**
     * Removes somebody's second factor and tells that person; whether there was one. Ends the person's sessions unless it is
     * by the person.
     *
     * @param by sign-in name of who removes it, or of the operator
     */
    public boolean remove(Account person, String by) {
        String account = SignInNames.key(person.name());
        String secret =
                store.find(account).map(SecondFactorStore.Stored::secret).orElse(null);
        if (secret == null) {
            return false;
        }
        // told before it is done, once however often it is tried: a process that ends in between keeps nothing from its
        // owner
        String fact = "second-factor-removed-" + Hashes.sha256(secret);
        Instant now = clock.instant();
        boolean byOther = !by.equals(person.name());
        if (byOther) {
            sessions.endAllOf(person.name());
        }
        tellWhatWasNotTold(account, person); // it goes with the second factor
        note(fact, person.member(), by, Activity.Kind.SECOND_FACTOR_REMOVED, now);
        mailAnyway(fact, person, Mail.Kind.SECOND_FACTOR_REMOVED, Map.of("name", person.name(), "at", now.toString()));
        boolean removed = store.remove(account, secret);
        if (byOther) {
            sessions.endAllOf(person.name()); // again: somebody may have signed in meanwhile
        }
        log.record(SecurityLog.Kind.SECOND_FACTOR_REMOVED, person.name(), "by", by);
        return removed;
    }

    /** A set-up stays noted for the sweep, which ends sessions too, in case the process ends before the second factor goes. */
    private void tellWhatWasNotTold(String account, Account person) {
        store.setUpsOf(account, true).forEach(setUp -> tell(person, setUp, this::mailAnyway));
        tellOfRenewals(account, person.member());
        tellOfUsedCodes(account, this::mailAnyway);
    }

    private void note(String id, Member person, String by, Activity.Kind kind, Instant now) {
        activities.add(id, new Activity(person.company(), now, kind, by, Map.of("person", person.name())));
    }

    private SecretCipher cipher() {
        if (cipher == null) {
            throw new IllegalStateException("second-factor.keys is not set, but second factors were set up");
        }
        return cipher;
    }
}
