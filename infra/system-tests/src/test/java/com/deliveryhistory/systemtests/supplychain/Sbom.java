package com.deliveryhistory.systemtests.supplychain;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** A software bill of materials in CycloneDX's JSON. */
record Sbom(JsonNode json) {

    /**
     * A component, a library as a rule.
     *
     * @param group Maven's group id
     * @param name Maven's artifact id
     * @param version Maven's version
     * @param sha256 of its file; empty if there is none
     * @param licences SPDX's ids, where the SBOM knows them, otherwise what the component's POM says. Several are a choice:
     *     <a href="https://maven.apache.org/pom.html#Licenses">Maven's POM reference</a>
     */
    record Component(String group, String name, String version, String sha256, Set<String> licences) {

        /** Group, name and version, as Maven writes them. */
        String coordinates() {
            return String.join(":", group, name, version);
        }

        boolean isOurs() {
            return group.equals("com.deliveryhistory");
        }
    }

    List<Component> components() {
        return json.path("components").valueStream().map(Sbom::component).toList();
    }

    private static Component component(JsonNode component) {
        return new Component(
                component.path("group").asString(""),
                component.path("name").asString(),
                component.path("version").asString(),
                component
                        .path("hashes")
                        .valueStream()
                        .filter(hash -> hash.path("alg").asString("").equals("SHA-256"))
                        .map(hash -> hash.path("content").asString())
                        .findFirst()
                        .orElse(""),
                component
                        .path("licenses")
                        .valueStream()
                        .flatMap(Sbom::licences)
                        .collect(Collectors.toUnmodifiableSet()));
    }

    /** An entry is a licence, by id or by name, or an expression. */
    private static Stream<String> licences(JsonNode choice) {
        if (choice.has("expression")) {
            return Stream.of(choice.path("expression").asString().split(" OR "));
        }
        var licence = choice.path("license");
        return Stream.of(licence.path("id").asString(licence.path("name").asString("")));
    }
}
