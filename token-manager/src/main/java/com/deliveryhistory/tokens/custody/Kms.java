package com.deliveryhistory.tokens.custody;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What MongoDB's driver can encrypt data keys with, and the options of each by the names that its documentation uses
 * (<a href="https://www.mongodb.com/docs/manual/core/csfle/reference/kms-providers/">CSFLE KMS providers</a>).
 */
enum Kms {
    LOCAL("", "", "", ""),
    AWS("region key", "endpoint", "accessKeyId secretAccessKey", "sessionToken"),
    AZURE("keyVaultEndpoint keyName", "keyVersion", "tenantId clientId clientSecret", "identityPlatformEndpoint"),
    GCP("projectId location keyRing keyName", "keyVersion endpoint", "email privateKey", "endpoint"),
    KMIP("keyId", "endpoint delegated", "endpoint", "");

    private final String masterKeyNeeds;
    private final String masterKeyMayHave;
    private final String credentialsNeed;
    private final String credentialsMayHave;

    Kms(String masterKeyNeeds, String masterKeyMayHave, String credentialsNeed, String credentialsMayHave) {
        this.masterKeyNeeds = masterKeyNeeds;
        this.masterKeyMayHave = masterKeyMayHave;
        this.credentialsNeed = credentialsNeed;
        this.credentialsMayHave = credentialsMayHave;
    }

    /**
     * The kind of a provider: its name, or what stands before the colon of a name such as {@code aws:second}.
     *
     * @throws UnusableKeys if there is none
     */
    static Kms of(String setting, String provider) {
        String kind = provider.contains(":") ? provider.substring(0, provider.indexOf(':')) : provider;
        return Arrays.stream(values())
                .filter(kms -> kms.toString().equals(kind))
                .findFirst()
                .orElseThrow(() -> UnusableKeys.setting(
                        setting,
                        "\"%s\" is none of local, aws, azure, gcp, kmip, or one of these with a name of its own such as"
                                        .formatted(provider)
                                + " aws:second"));
    }

    /** The master key's options under the names that the driver knows. */
    Map<String, String> masterKey(String setting, Map<String, String> given) {
        return checked(setting, given, masterKeyNeeds, masterKeyMayHave);
    }

    /**
     * The provider's credentials under the names that the driver knows; none, where it may get them from the machine it
     * runs on by itself.
     */
    Map<String, String> credentials(String setting, String provider, Map<String, String> given) {
        if (given.isEmpty() && this != KMIP && !provider.contains(":")) {
            return Map.of();
        }
        boolean withToken = (this == AZURE || this == GCP)
                && given.keySet().stream().anyMatch(name -> bare(name).equals("accesstoken"));
        return withToken
                ? checked(setting, given, "accessToken", "")
                : checked(setting, given, credentialsNeed, credentialsMayHave);
    }

    private static Map<String, String> checked(
            String setting, Map<String, String> given, String needs, String mayHave) {
        List<String> needed = words(needs);
        List<String> possible = words(mayHave);
        Map<String, String> checked = new LinkedHashMap<>();
        for (Map.Entry<String, String> option : given.entrySet()) {
            String name = canonical(option.getKey(), needed, possible)
                    .orElseThrow(() -> UnusableKeys.setting(
                            setting + "." + option.getKey(),
                            "is no option here; there are "
                                    + String.join(
                                            ", ",
                                            Stream.concat(needed.stream(), possible.stream())
                                                    .toList())));
            checked.put(name, option.getValue());
        }
        Set<String> missing = new TreeSet<>(needed);
        missing.removeIf(name -> !checked.getOrDefault(name, "").isBlank());
        if (!missing.isEmpty()) {
            throw UnusableKeys.setting(setting, "lacks " + String.join(", ", missing));
        }
        return checked;
    }

    /** Environment variables have no case, and habit writes {@code key-name}. */
    private static Optional<String> canonical(String given, List<String> needed, List<String> possible) {
        String bare = bare(given);
        return Stream.concat(needed.stream(), possible.stream())
                .filter(name -> bare(name).equals(bare))
                .findFirst();
    }

    private static List<String> words(String text) {
        return text.isEmpty() ? List.of() : List.of(text.split(" ", -1));
    }

    private static String bare(String name) {
        return name.replace("-", "").replace("_", "").toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
