package com.deliveryhistory.tokens.custody;

import com.mongodb.client.model.Filters;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/**
 * The master keys of one configuration, in the form that the driver takes.
 *
 * @param credentials of each KMS provider, by its name
 * @param current the provider that new data keys are encrypted with
 * @param key the master key there; {@code null}: the provider has only one
 * @param ssl the TLS settings of each provider that has its own
 */
record MasterKeys(
        Map<String, Map<String, Object>> credentials,
        String current,
        @Nullable BsonDocument key,
        Map<String, SSLContext> ssl) {

    private static final String SETTING = "encryption.";
    private static final String SSL_BUNDLE = "ssl-bundle";
    private static final String ON_DEMAND = "on-demand";

    /**
     * Puts settings and key file together.
     *
     * @throws UnusableKeys if they do not fit together, or lack something
     */
    static MasterKeys of(EncryptionSettings settings, LocalKeyRing local, Function<String, SSLContext> sslBundles) {
        Map<String, Map<String, Object>> credentials = new LinkedHashMap<>();
        Map<String, SSLContext> ssl = new HashMap<>();
        local.keys().forEach((name, key) -> credentials.put(name, Map.of("key", key)));
        settings.kmsProviders().forEach((name, given) -> {
            String setting = SETTING + "kms-providers." + name;
            Kms kms = Kms.of(setting, name);
            if (kms == Kms.LOCAL) {
                throw UnusableKeys.setting(setting, "local keys come from encryption.local-key-file");
            }
            Map<String, String> plain = new HashMap<>(given);
            String bundle = plain.remove(SSL_BUNDLE);
            plain.remove(ON_DEMAND); // only says that nothing else is said
            if (bundle != null) {
                ssl.put(name, sslBundles.apply(bundle));
            }
            credentials.put(name, new HashMap<>(kms.credentials(setting, name, plain)));
        });
        Kms kms = Kms.of(SETTING + "provider", settings.provider());
        if (kms == Kms.LOCAL) {
            if (!settings.provider().equals("local")) {
                throw UnusableKeys.setting(
                        SETTING + "provider", "local keys have no names; the first one of the file is used");
            }
            return new MasterKeys(credentials, local.first(), null, ssl);
        }
        if (!credentials.containsKey(settings.provider())) {
            // none is what stands for "from the machine that this runs on"
            credentials.put(
                    settings.provider(),
                    new HashMap<>(kms.credentials(
                            SETTING + "kms-providers." + settings.provider(), settings.provider(), Map.of())));
        }
        BsonDocument key = new BsonDocument();
        kms.masterKey(SETTING + "master-key", settings.masterKey())
                .forEach((name, value) -> key.append(
                        name,
                        name.equals("delegated")
                                ? BsonBoolean.valueOf(Boolean.parseBoolean(value))
                                : new BsonString(value)));
        return new MasterKeys(credentials, settings.provider(), key, ssl);
    }

    Set<String> names() {
        return credentials.keySet();
    }

    /** Whether opening a data key asks nobody. */
    boolean local() {
        return current.startsWith(Kms.LOCAL.toString());
    }

    /** Finds the data keys that are encrypted under the current master key. */
    Bson current(String masterKeyField) {
        List<Bson> all = new ArrayList<>();
        all.add(Filters.eq(masterKeyField + ".provider", current));
        if (key != null) {
            key.forEach((name, value) -> all.add(
                    name.toLowerCase(Locale.ROOT).endsWith("endpoint")
                            // the library writes the port to it
                            ? Filters.regex(
                                    masterKeyField + "." + name,
                                    "^" + Pattern.quote(value.asString().getValue()) + "(:443)?$")
                            : Filters.eq(masterKeyField + "." + name, value)));
        }
        return Filters.and(all);
    }

    @Override
    public String toString() {
        return "MasterKeys[current=" + current + ", all=" + names() + "]";
    }
}
