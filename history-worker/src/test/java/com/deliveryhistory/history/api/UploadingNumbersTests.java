package com.deliveryhistory.history.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.deliveryhistory.history.Company;
import com.deliveryhistory.history.Feeds;
import com.deliveryhistory.history.Upstream;
import com.deliveryhistory.history.Upstream.Answer;
import com.deliveryhistory.services.messaging.EventPublisher;
import com.deliveryhistory.testing.DescribedInterface;
import com.deliveryhistory.testing.TestKafka;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.web.client.RestClient;
import tools.jackson.databind.JsonNode;

class UploadingNumbersTests extends ReadingFixture {

    private static final String PATH = "/v1/companies/{companyId}/tracking-numbers";

    @Autowired
    Upstream upstream;

    @Autowired
    EventPublisher publisher;

    @Autowired
    TestKafka kafka;

    private final String number = (company + "0001").toUpperCase(Locale.ROOT);
    private DescribedInterface description = DescribedInterface.of("{}");

    @BeforeEach
    void readDescription() {
        description = description();
    }

    @Test
    void good_numbers_are_taken_and_bad_lines_are_told_by_number_and_reason() {
        HttpResponse<String> answer = upload("text/csv", """
                "order","Tracking Number"
                1,1ZCIETST0111111114
                2,1z CIE TST 04 2222 2228

                4,1ZCIETST0111111115
                5,1ZCIETST01
                6,"a
                b"
                7,1Z CIETST 01 1111 111-4
                8
                """);

        description.holds("post", PATH, answer, 202);
        JsonNode upload = JSON.readTree(answer.body());
        assertThat(upload.path("numbers").asInt()).isEqualTo(2);
        assertThat(upload.path("repeated").asInt()).isEqualTo(1);
        assertThat(upload.path("badLines").values().stream()
                        .map(line -> line.path("line").asInt() + " "
                                + line.path("reason").asString()))
                .containsExactly(
                        "5 the check digit is wrong: a character is mistyped",
                        "6 a number that begins with 1Z has 18 characters, the last of them a digit",
                        "7 a tracking number has 7 to 34 letters and digits",
                        "10 there is no number");
        String location = answer.headers().firstValue("Location").orElseThrow();
        HttpResponse<String> asked = get(location.substring(location.indexOf("/tracking-numbers")));
        description.holds("get", PATH + "/{uploadId}", asked, 200);
        assertThat(JSON.readTree(asked.body())).isEqualTo(upload);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Sendungsnummer", "Tracking-Nummer", "Número de seguimiento", "tracking_number"})
    void a_column_may_be_named_in_any_language_of_the_pages(String name) {
        HttpResponse<String> answer = upload("text/csv", "1,%s\nA,1ZCIETST0111111114\n".formatted(name));

        JsonNode upload = JSON.readTree(answer.body());
        assertThat(upload.path("numbers").asInt()).isEqualTo(1);
        assertThat(upload.path("badLines")).isEmpty();
    }

    @Test
    void a_list_may_come_as_json_too() {
        HttpResponse<String> answer = upload(
                "application/json",
                "{\"from\": {\"x\": [1]}, \"trackingNumbers\": [\"1ZCIETST0111111114\", 123456789012, null, {\"a\": 1}]}");

        description.holds("post", PATH, answer, 202);
        assertThat(JSON.readTree(answer.body()).path("numbers").asInt()).isEqualTo(2);
        assertThat(JSON.readTree(answer.body()).path("badLines").values().stream()
                        .map(line -> line.path("line").asInt()))
                .containsExactly(3, 4);
    }

    @Test
    void what_ups_knows_of_a_number_becomes_a_package_and_each_is_asked_for_once() {
        String second = number.replace("0001", "0002");
        String unknown = number.replace("0001", "0003");
        told(Feeds.delivery("1ZCIETST0111111114", AT));
        List.of(number, second).forEach(one -> upstream.tracking(one, asked -> Answer.ok(Feeds.tracked(one))));
        upstream.tracking(unknown, asked -> new Answer(400, """
                {"response": {"errors": [{"code": "TV1002", "message": "Invalid inquiry number"}]}}"""));
        optIn();

        String id = id(upload("text/csv", String.join("\n", number, second, unknown, "1ZCIETST0111111114")));

        JsonNode done = awaitDone(id);
        assertThat(done.path("progress"))
                .hasToString("{\"waiting\":0,\"found\":2,\"known\":1,\"notFound\":1,\"tooOld\":0}");
        assertThat(listed("?text=" + company + "000")).containsExactlyInAnyOrder(number, second);
        assertThat(read("/packages/" + number).path("status").asString()).isEqualTo("DELIVERED");

        awaitDone(id(upload("application/json", "{\"trackingNumbers\": [\"" + number + "\"]}")));
        assertThat(id(upload("text/csv", String.join("\n", number, second, unknown, "1ZCIETST0111111114"))))
                .isEqualTo(id);
        List.of(number, second, unknown)
                .forEach(one -> assertThat(upstream.trackingAsked(one)).hasSize(1));
        JsonNode list = read("/tracking-numbers");
        assertThat(list.path("uploads").size()).isEqualTo(2);
        description.holds("get", PATH, get("/tracking-numbers"), 200);
    }

    @Test
    void a_number_that_ups_does_not_know_is_told_while_it_waits_to_be_asked_for_again() {
        upstream.tracking(number, asked -> Answer.ok("""
                {"trackResponse": {"shipment": [{"warnings": [{"code": "TW0001"}]}]}}"""));
        optIn();

        String id = id(upload("text/csv", number));

        await().until(() -> !unknown(id).isMissingNode());
        HttpResponse<String> asked = get("/tracking-numbers/" + id);
        description.holds("get", PATH + "/{uploadId}", asked, 200);
        JsonNode progress = JSON.readTree(asked.body()).path("progress");
        assertThat(progress.path("waiting").asInt()).isOne();
        assertThat(progress.path("unknownSoFar").path("numbers").asInt()).isOne();
        assertThat(progress.path("unknownSoFar").path("nextAt"))
                .isEqualTo(progress.path("unknownSoFar").path("lastAt"));
    }

    @Test
    void the_numbers_of_a_company_wait_until_it_has_opted_in() {
        upstream.tracking(number, asked -> Answer.ok(Feeds.tracked(number)));
        String id = id(upload("text/csv", number));
        assertThat(read("/tracking-numbers/" + id).path("state").asString()).isEqualTo("FILLING");

        optIn();

        assertThat(awaitDone(id).path("progress").path("found").asInt()).isEqualTo(1);
    }

    @Test
    void what_is_no_list_or_too_long_is_refused_whole() {
        description.holds("post", PATH, upload("application/json", "[\"1ZCIETST0111111114\"]"), 400);
        description.holds("post", PATH, upload("application/json", "{\"trackingNumbers\": [\"1ZA1B2"), 400);
        description.holds("post", PATH, upload("application/json", "{}"), 400);
        description.holds("post", PATH, upload("text/csv", "\"1ZCIETST" + "0".repeat(100_000)), 400);
        description.holds("post", PATH, upload("text/plain", "1ZCIETST0111111114"), 415);
        description.holds("post", PATH, upload("text/csv", numbers(50_001)), 413);
        description.holds("post", PATH, upload("text/csv", "x\n".repeat(100_001)), 413);
        description.holds("post", PATH, upload("text/csv", (" ".repeat(50_000) + "\n").repeat(200)), 413);
        description.holds("get", PATH, get("/tracking-numbers?limit=101"), 400);
        description.holds("get", PATH + "/{uploadId}", get("/tracking-numbers/none"), 404);
        assertThat(read("/tracking-numbers").path("uploads").size()).isZero();
    }

    @Test
    void no_more_uploads_are_taken_while_as_many_as_may_have_numbers_that_wait() {
        List<String> all = IntStream.range(0, 101)
                .mapToObj(i -> company.toUpperCase(Locale.ROOT) + "%04d".formatted(i))
                .toList();
        all.subList(0, 100).forEach(one -> id(upload("text/csv", one)));

        description.holds("post", PATH, upload("text/csv", all.getLast()), 409);
        description.holds("post", PATH, upload("text/csv", all.getFirst()), 202);
    }

    @Test
    void a_company_does_not_see_the_uploads_of_others() {
        String id = id(upload("text/csv", number));

        UploadingNumbersTests other = new UploadingNumbersTests();
        other.callers = callers;
        other.port = port;

        assertThat(other.get("/tracking-numbers/" + id).statusCode()).isEqualTo(404);
        assertThat(other.read("/tracking-numbers").path("uploads").size()).isZero();
    }

    private HttpResponse<String> upload(String type, String body) {
        return send(request("/tracking-numbers").header("Content-Type", type).POST(BodyPublishers.ofString(body)));
    }

    private String id(HttpResponse<String> upload) {
        description.holds("post", PATH, upload, 202);
        return JSON.readTree(upload.body()).path("id").asString();
    }

    private String state(String id) {
        return read("/tracking-numbers/" + id).path("state").asString();
    }

    private JsonNode unknown(String id) {
        return read("/tracking-numbers/" + id).path("progress").path("unknownSoFar");
    }

    private JsonNode awaitDone(String id) {
        await().untilAsserted(() -> assertThat(state(id)).isEqualTo("DONE"));
        return read("/tracking-numbers/" + id);
    }

    private static String numbers(int many) {
        return IntStream.range(0, many).mapToObj("X%09d"::formatted).collect(Collectors.joining("\r\n"));
    }

    private void optIn() {
        new Company(company, publisher, RestClient.create(), callers, kafka).optsIn();
    }
}
