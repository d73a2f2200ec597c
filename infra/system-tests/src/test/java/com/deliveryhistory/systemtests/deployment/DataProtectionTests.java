package com.deliveryhistory.systemtests.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The document about data, keys and algorithms beside the sources of the services. */
class DataProtectionTests {

    private static final Pattern CODE = Pattern.compile("`([^`]+)`");
    private static final Pattern COLLECTION = Pattern.compile("getCollection\\(\\s*\"(\\w+)\"|COLLECTION = \"(\\w+)\"");

    /** What a class imports that uses cryptography, but for names of others. */
    private static final Pattern CRYPTOGRAPHY = Pattern.compile(
            "^import (?:java\\.security\\.(?:MessageDigest|SecureRandom)"
                    + "|javax\\.crypto\\.|javax\\.net\\.ssl\\.|com\\.nimbusds\\.jose\\.(?:crypto|jwk\\.gen)\\."
                    + "|com\\.nimbusds\\.jose\\.(?:JWEAlgorithm|JWSAlgorithm|EncryptionMethod|jwk\\.Curve);"
                    + "|com\\.mongodb\\.client\\.(?:model\\.)?vault\\.|org\\.springframework\\.security\\.crypto\\."
                    + "|org\\.springframework\\.security\\.oauth2\\.jwt\\.NimbusJwtDecoder;"
                    + "|org\\.springframework\\.security\\.oauth2\\.client\\.web\\.OAuth2AuthorizationRequestCustomizers;"
                    + "|com\\.fasterxml\\.uuid\\.)",
            Pattern.MULTILINE);

    private static final String DOCUMENT = YamlFiles.text(YamlFiles.INFRA.resolve("data-protection.md"));

    @Test
    void every_collection_of_a_service_is_in_the_table_of_that_service_and_no_other() {
        Map<String, Set<String>> documented = new TreeMap<>();
        Map<String, Set<String>> real = new TreeMap<>();
        for (String service : Product.services()) {
            documented.put(service, firstCells(section("### " + service)));
            real.put(
                    service,
                    sources(service)
                            .flatMap(source -> COLLECTION.matcher(source).results())
                            .map(found -> found.group(1) == null ? found.group(2) : found.group(1))
                            .collect(Collectors.toCollection(TreeSet::new)));
        }

        assertThat(real.values())
                .allSatisfy(collections -> assertThat(collections).hasSizeGreaterThan(4));
        assertThat(documented).isEqualTo(real);
    }

    @Test
    void every_class_that_uses_cryptography_is_among_the_algorithms() {
        Set<String> users = Stream.concat(
                        Product.services().stream(), Stream.of("infra/service-support", "infra/event-contracts"))
                .flatMap(DataProtectionTests::sources)
                .filter(source -> CRYPTOGRAPHY.matcher(source).find())
                .map(DataProtectionTests::className)
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(users).hasSizeGreaterThan(15);
        assertThat(firstCells(section("## Algorithms"))).containsAll(users);
    }

    private static String section(String heading) {
        String level = heading.substring(0, heading.indexOf(' ') + 1);
        int start = DOCUMENT.indexOf(heading + "\n");
        assertThat(start).as(heading).isNotNegative();
        return Pattern.compile("^#{2," + level.strip().length() + "} ", Pattern.MULTILINE)
                .split(DOCUMENT.substring(start + level.length()), 2)[0];
    }

    private static Set<String> firstCells(String section) {
        return section.lines()
                .filter(line -> line.startsWith("| `"))
                .map(line -> line.split("\\|", -1)[1])
                .flatMap(cell -> CODE.matcher(cell).results())
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String className(String source) {
        var named = Pattern.compile("^(?:public )?(?:final )?(?:class|record|interface|enum) (\\w+)", Pattern.MULTILINE)
                .matcher(source);
        assertThat(named.find()).as(source).isTrue();
        return named.group(1);
    }

    private static Stream<String> sources(String module) {
        Path folder = YamlFiles.INFRA.resolve("..").resolve(module).resolve("src/main/java");
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".java")).map(YamlFiles::text).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
