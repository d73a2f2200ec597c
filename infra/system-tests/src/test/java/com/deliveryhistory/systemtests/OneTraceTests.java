package com.deliveryhistory.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import com.deliveryhistory.localstack.LocalStack;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Whoever looks for what became of an opt-in finds all of it by one id. */
@WithSharedStack
class OneTraceTests {

    private static final String COMPANY = "c00013";
    private static final String CALLBACK = "http get /login/oauth2/code/{application}";
    private static final JsonMapper JSON = new JsonMapper();

    @Test
    void one_trace_leads_from_the_way_back_from_ups_to_the_first_stored_page(LocalStack stack) throws IOException {
        try (var admin = new Person(stack, COMPANY)) {
            admin.signIn();
            admin.optIn();
        }

        await().until(() ->
                turn(stack).isPresent() && spans(stack, id(turn(stack).orElseThrow()), CALLBACK));

        List<JsonNode> trace = trace(stack, id(turn(stack).orElseThrow()));
        assertThat(trace)
                .extracting(span -> text(span, "service"), span -> text(span, "name"))
                .contains(
                        tuple("optin-web", CALLBACK),
                        tuple("optin-web", "publish optin.events.v1"),
                        tuple("token-manager", "process optin.events.v1"),
                        tuple("token-manager", "publish grant.events.v1"),
                        tuple("history-worker", "process grant.events.v1"),
                        tuple("token-manager", "http post /v1/grants/{companyId}/{application}/access-token"),
                        tuple("history-worker", "http post"),
                        tuple("history-worker", "store pages"),
                        tuple("history-worker", "collect history"));
        List<String> ids = trace.stream().map(span -> text(span, "spanId")).toList();
        assertThat(trace)
                .filteredOn(span -> !ids.contains(text(span, "parentSpanId")))
                .singleElement()
                .satisfies(root -> assertThat(text(root, "name")).isEqualTo(CALLBACK));
        assertThat(trace)
                .filteredOn(span -> text(span, "name").equals("collect history"))
                .allSatisfy(span -> assertThat(span.at("/attributes/grant").asString())
                        .isEqualTo(COMPANY + "/intelligent-delivery-history"));
        assertThat(Files.readString(stack.traces().orElseThrow()))
                .doesNotContain(COMPANY + "-admin", "state=", "code=");
    }

    /** The turn in which the company's first pages were stored. */
    private static Optional<JsonNode> turn(LocalStack stack) throws IOException {
        List<JsonNode> all = all(stack);
        return all.stream()
                .filter(span -> text(span, "name").equals("store pages"))
                .filter(span -> span.at("/attributes/company").asString().equals(COMPANY))
                .flatMap(stored ->
                        all.stream().filter(span -> text(span, "spanId").equals(text(stored, "parentSpanId"))))
                .findFirst();
    }

    private static boolean spans(LocalStack stack, String id, String name) throws IOException {
        return trace(stack, id).stream().anyMatch(span -> text(span, "name").equals(name));
    }

    private static List<JsonNode> trace(LocalStack stack, String id) throws IOException {
        return all(stack).stream().filter(span -> id(span).equals(id)).toList();
    }

    private static List<JsonNode> all(LocalStack stack) throws IOException {
        return Files.readAllLines(stack.traces().orElseThrow()).stream()
                .map(JSON::readTree)
                .toList();
    }

    private static String id(JsonNode span) {
        return text(span, "traceId");
    }

    private static String text(JsonNode span, String field) {
        return span.path(field).asString("");
    }
}
