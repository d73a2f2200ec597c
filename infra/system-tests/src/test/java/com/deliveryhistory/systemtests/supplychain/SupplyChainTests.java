package com.deliveryhistory.systemtests.supplychain;

import static org.assertj.core.api.Assertions.assertThat;

import com.deliveryhistory.localstack.settings.Part;
import com.deliveryhistory.systemtests.supplychain.Sbom.Component;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The boot jars as they are built; no service runs. */
class SupplyChainTests {

    private static final Pattern FOR_TESTS_AND_DEVELOPERS = Pattern.compile(
            "devtools|docker-compose|testcontainers|test-support|-test-|embedded-servers|sandbox|junit|mockito|assertj"
                    + "|hamcrest|awaitility|jsoup|greenmail|archunit|mongo-java-server|jmh");

    private static final ThirdParty EXAMPLE = new ThirdParty("""
            ## Licences

            | licence | because |
            |---|---|
            | `MIT` | it asks for its text alone |
            | `EPL-2.0` | nothing of it is changed |

            ## Corrections

            | library | it is | because |
            |---|---|---|
            | `org.example:wrong:1` | `MIT` | its jar says so, not `Other` |

            ## Libraries

            | library | licence |
            |---|---|
            | `org.example` | `MIT` |
            | `org.example.two:one` | `GPL-2.0-only` or `EPL-2.0` |
            """);

    private static Map<Part, BootJar> jars = Map.of();

    @BeforeAll
    static void read() {
        jars = Part.services().stream().collect(Collectors.toMap(Function.identity(), BootJar::of));
    }

    @Test
    void the_sbom_of_a_boot_jar_names_every_library_in_it_by_checksum() {
        assertThat(jars).hasSize(3).allSatisfy((service, jar) -> {
            Map<String, String> unnamed = new TreeMap<>(jar.libraries());
            unnamed.values().removeAll(checksums(jar.sbom().components()));

            // added by Spring Boot's packaging, which comes after the SBOM
            assertThat(unnamed.keySet()).singleElement().asString().startsWith("spring-boot-jarmode-tools-");
        });
    }

    @Test
    void the_sbom_of_a_boot_jar_names_nothing_that_is_not_in_it_but_starters_which_are_empty() {
        assertThat(jars)
                .hasSize(3)
                .allSatisfy((service, jar) -> assertThat(jar.sbom().components())
                        .filteredOn(component -> !jar.libraries().containsValue(component.sha256()))
                        .extracting(Component::coordinates)
                        .allSatisfy(absent ->
                                assertThat(absent).startsWith("org.springframework.boot:spring-boot-starter")));
    }

    @Test
    void nothing_that_tests_or_developers_alone_need_is_in_a_boot_jar() {
        assertThat(jars)
                .hasSize(3)
                .allSatisfy((service, jar) -> assertThat(jar.libraries().keySet())
                        .isNotEmpty()
                        .noneMatch(library ->
                                FOR_TESTS_AND_DEVELOPERS.matcher(library).find()));
    }

    @Test
    void the_sbom_says_which_service_it_is_of() {
        assertThat(jars)
                .hasSize(3)
                .allSatisfy((service, jar) -> assertThat(
                                jar.sbom().json().at("/metadata/component/name").asString(""))
                        .isEqualTo(service.label()));
    }

    @Test
    void every_library_can_be_used_under_a_licence_that_is_allowed() throws IOException {
        assertThat(document().refused(components())).isEmpty();
    }

    @Test
    void nothing_is_allowed_or_corrected_that_no_library_needs() throws IOException {
        assertThat(document().needless(components())).isEmpty();
    }

    @Test
    void the_document_lists_the_libraries_of_the_boot_jars_with_their_licences() throws IOException {
        ThirdParty document = document();

        assertThat(document.rows()).isNotEmpty().isEqualTo(document.rowsOf(components()));
    }

    @Test
    void a_library_is_refused_that_has_no_licence_or_none_that_is_allowed() {
        assertThat(EXAMPLE.refused(List.of(
                        component("org.example:free:1", "MIT"),
                        component("org.example:either:1", "GPL-2.0-only", "EPL-2.0"),
                        component("com.deliveryhistory:ours:1"))))
                .isEmpty();
        assertThat(EXAMPLE.refused(
                        List.of(component("org.example:silent:1"), component("org.example:bound:1", "GPL-2.0-only"))))
                .containsExactly("org.example:silent:1 []", "org.example:bound:1 [GPL-2.0-only]");
    }

    @Test
    void a_correction_is_of_one_version_alone() {
        assertThat(EXAMPLE.refused(
                        List.of(component("org.example:wrong:1", "Other"), component("org.example:wrong:2", "Other"))))
                .containsExactly("org.example:wrong:2 [Other]");
    }

    @Test
    void licences_and_corrections_that_are_not_needed_are_found() {
        assertThat(EXAMPLE.needless(List.of(component("org.example:wrong:2", "MIT", "Other"))))
                .containsExactly("EPL-2.0", "org.example:wrong:1");
    }

    @Test
    void a_row_is_of_a_group_if_its_libraries_have_the_same_licences_otherwise_of_a_library() {
        assertThat(EXAMPLE.rowsOf(List.of(
                        component("org.example:wrong:1", "Other"),
                        component("org.example:two:1", "MIT"),
                        component("org.example.two:one:1", "EPL-2.0", "GPL-2.0-only"),
                        component("org.example.two:two:1", "MIT"))))
                .isEqualTo(Map.of(
                        "org.example", Set.of("MIT"),
                        "org.example.two:one", Set.of("EPL-2.0", "GPL-2.0-only"),
                        "org.example.two:two", Set.of("MIT")));
        assertThat(EXAMPLE.rows())
                .isEqualTo(Map.of(
                        "org.example", Set.of("MIT"),
                        "org.example.two:one", Set.of("EPL-2.0", "GPL-2.0-only")));
    }

    private static List<String> checksums(List<Component> components) {
        return components.stream().map(Component::sha256).toList();
    }

    private static Component component(String coordinates, String... licences) {
        String[] parts = coordinates.split(":", 3);
        return new Component(parts[0], parts[1], parts[2], "", Set.of(licences));
    }

    private static List<Component> components() {
        return jars.values().stream()
                .flatMap(jar -> jar.sbom().components().stream())
                .toList();
    }

    private static ThirdParty document() throws IOException {
        return new ThirdParty(Files.readString(Path.of("../supply-chain.md")));
    }
}
