package com.deliveryhistory.systemtests.deployment;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The table of secrets in {@code infra/kubernetes/README.md}: of each secret its keys. */
final class SecretsReference {

    private static final Pattern ROW = Pattern.compile("\\| (?:`([a-z-]+)` )?\\| (`[^|]*) \\|.*");
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");

    private SecretsReference() {}

    static Map<String, List<String>> read() {
        Map<String, List<String>> secrets = new TreeMap<>();
        String secret = "";
        for (String line :
                YamlFiles.text(Manifests.FOLDER.resolve("README.md")).lines().toList()) {
            var row = ROW.matcher(line);
            if (row.matches()) {
                secret = row.group(1) == null ? secret : row.group(1);
                CODE.matcher(row.group(2))
                        .results()
                        .map(key -> key.group(1))
                        .forEach(secrets.computeIfAbsent(secret, name -> new ArrayList<>())::add);
            }
        }
        return secrets;
    }

    /** Keys of a service's secrets that are named like settings, for the applications of the example. */
    static Map<String, Object> settings(String service) {
        Map<String, Object> settings = new HashMap<>();
        settings.put("spring.kafka.properties.sasl.jaas.config", "secret");
        for (String key : read().getOrDefault(service + "-secrets", List.of())) {
            if (key.contains("<name>")) {
                Stream.of("intelligent-delivery-history", "odcs")
                        .forEach(name -> settings.put(key.replace("<name>", name), "secret"));
            } else if (!key.matches(".*\\.(jwks?|key)")) {
                settings.put(key, "secret");
            }
        }
        return settings;
    }
}
