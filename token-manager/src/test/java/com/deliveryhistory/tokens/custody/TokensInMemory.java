package com.deliveryhistory.tokens.custody;

import com.deliveryhistory.events.CompanyId;
import com.deliveryhistory.events.GrantId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/** Grants of which only the tokens are known. */
final class TokensInMemory implements StoredTokens {

    private final Map<GrantId, Stored> stored = new ConcurrentHashMap<>();

    void put(GrantId grant, long generation, EncryptedTokens tokens) {
        stored.merge(
                grant,
                new Stored(grant, generation, 1, tokens),
                (before, now) -> new Stored(grant, generation, before.version() + 1, tokens));
    }

    void end(GrantId grant) {
        stored.remove(grant);
    }

    /** The grant's next tokens, unless it changed since it was read. */
    boolean renew(Stored read, EncryptedTokens next) {
        return stored.replace(
                read.grant(), read, new Stored(read.grant(), read.generation() + 1, read.version() + 1, next));
    }

    Stored get(GrantId grant) {
        return Objects.requireNonNull(stored.get(grant));
    }

    @Override
    public List<Stored> tokensOf(CompanyId company) {
        return stored.values().stream()
                .filter(one -> one.grant().company().equals(company))
                .toList();
    }

    @Override
    public boolean replace(Stored read, EncryptedTokens next) {
        return stored.replace(
                read.grant(), read, new Stored(read.grant(), read.generation(), read.version() + 1, next));
    }
}
