package com.deliveryhistory.upssandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Holds answers to UPS's published specifications, with the quirks switched off that real answers break them with. */
@SandboxTest
@TestPropertySource(properties = {"sandbox.quantum-view.empty-as-text=false", "sandbox.feed.packages-per-day=60"})
class SpecificationTests {

    private Caller caller = new Caller(0);

    @BeforeEach
    void open(@LocalServerPort int port) {
        caller = new Caller(port);
    }

    @Test
    void token_answers_and_errors_follow_the_specification() {
        JsonNode tokens = caller.optIn("acme-ups");

        assertThat(problems("OAuthAuthCode", "generateTokenSuccessResponse", tokens))
                .isEmpty();
        var refreshed = caller.refresh(tokens.path("refresh_token").asString());
        assertThat(problems("OAuthAuthCode", "refreshTokenSuccessResponse", refreshed.json()))
                .isEmpty();
        assertThat(problems(
                        "OAuthAuthCode",
                        "tokenErrorResponse",
                        caller.refresh("unknown").json()))
                .isEmpty();
    }

    @Test
    void quantum_view_answers_follow_the_specification_but_for_what_ups_itself_breaks() {
        JsonNode tokens = caller.optIn("acme-ups");
        Instant now = Instant.now();

        List<JsonNode> pages =
                QuantumViews.pages(caller, tokens, QuantumViews.range(now.minus(Duration.ofDays(7)), now));

        assertThat(pages)
                .hasSizeGreaterThan(3)
                .allSatisfy(page -> assertThat(problems("QuantumView", "QUANTUMVIEWResponseWrapper", page))
                        .filteredOn(problem -> !isBrokenByUpsToo(problem))
                        .isEmpty());
    }

    @Test
    void tracking_answers_follow_the_specification() {
        JsonNode tokens = caller.optIn("acme-ups");
        QuantumViews.read(caller, tokens);
        Instant now = Instant.now();
        List<String> numbers = QuantumViews.wholeFeed(caller, "A1B2C3", now.minus(Duration.ofHours(12)), now).stream()
                .map(line -> line.content().path("TrackingNumber").asString())
                .filter(number -> !number.isEmpty())
                .distinct()
                .limit(40)
                .toList();

        assertThat(numbers).hasSizeGreaterThan(10).allSatisfy(number -> {
            var answer = caller.get(
                    "/api/track/v1/details/" + number + "?returnSignature=true&returnMilestones=true&returnPOD=true",
                    Caller.bearer(tokens));
            assertThat(problems("Tracking", "TrackApiResponse", answer.json())).isEmpty();
        });
    }

    /**
     * Real country codes have two letters, real weights seven characters, the indicators are simply absent, manifests count
     * packages; and the specification has reference codes of two characters everywhere but in Origin.
     */
    private static boolean isBrokenByUpsToo(String problem) {
        return (problem.contains("/CountryCode") && problem.contains("at least 3"))
                || (problem.contains("/PackageWeight/Weight") && problem.contains("at most 6"))
                || (problem.contains("/Origin/") && problem.contains("ReferenceNumber/0/Code: must be at least 3"))
                || problem.contains("'PackageCount'")
                || problem.contains("'ConsigneeBillIndicator'")
                || problem.contains("'CollectBillIndicator'");
    }

    private static List<String> problems(String specification, String name, JsonNode answer) {
        return schema(specification, name).validate(answer.toString(), InputFormat.JSON).stream()
                .map(problem -> problem.getInstanceLocation() + ": " + problem.getMessage())
                .toList();
    }

    /** The named schema of the OpenAPI document, with properties that it does not declare forbidden. */
    private static Schema schema(String specification, String name) {
        ObjectNode document = (ObjectNode) new YAMLMapper().readTree(text(specification));
        JsonNode schemas = document.at("/components/schemas");
        forbidUndeclared(schemas);
        ObjectNode root = JsonMapper.shared().createObjectNode();
        root.put("$ref", "#/components/schemas/" + name);
        root.putObject("components").set("schemas", schemas);
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_4).getSchema(root);
    }

    private static void forbidUndeclared(JsonNode node) {
        if (node instanceof ObjectNode object && object.path("properties").isObject() && object.has("type")) {
            object.put("additionalProperties", false);
        }
        node.forEach(SpecificationTests::forbidUndeclared);
    }

    private static String text(String specification) {
        String path = "/ups-api/" + specification + ".yaml";
        try (var file = Objects.requireNonNull(SpecificationTests.class.getResourceAsStream(path))) {
            // the published Tracking.yaml has a tab that no YAML reader accepts
            return new String(file.readAllBytes(), StandardCharsets.UTF_8).replace('\t', ' ');
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
