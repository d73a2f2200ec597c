package com.deliveryhistory.history;

import com.deliveryhistory.testing.TestIdentities;
import com.nimbusds.jose.jwk.ECKey;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;

/** The services that know each other, and some that do not. */
public record Callers(Path folder, Map<String, ECKey> keys) {

    String file(String name) {
        return folder.resolve(name).toUri().toString();
    }

    /** A token with which a service asks history-worker on behalf of a company. */
    public String token(String service, String company) {
        ECKey key = Objects.requireNonNull(keys.get(service));
        return TestIdentities.token(service, key, "history-worker", Map.of("company", company));
    }
}
