package com.deliveryhistory.systemtests.deployment;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

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
}
