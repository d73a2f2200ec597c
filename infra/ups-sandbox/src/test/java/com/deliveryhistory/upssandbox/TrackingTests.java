package com.deliveryhistory.upssandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.deliveryhistory.upssandbox.QuantumViews.Line;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@SandboxTest
class TrackingTests {

    private static final String ADDRESS = "/api/track/v1/details/";

    private Caller caller = new Caller(0);
    private JsonNode tokens = JsonMapper.shared().nullNode();

    @BeforeEach
    void open(@LocalServerPort int port) {
        caller = new Caller(port);
        tokens = caller.optIn("acme-ups");
        QuantumViews.read(caller, tokens);
    }

    @Test
    void a_delivered_package_is_what_quantum_view_said_of_it() {
        JsonNode delivery = delivery();

        JsonNode found = details(delivery.path("TrackingNumber").asString(), "?returnMilestones=true&returnPOD=true");

        assertThat(found.at("/deliveryDate/0/type").asString()).isEqualTo("DEL");
        assertThat(found.at("/deliveryInformation/receivedBy").asString())
                .isEqualTo(delivery.at("/DeliveryLocation/SignedForByName").asString());
        assertThat(found.at("/deliveryInformation/pod/content").asString()).isNotEmpty();
        JsonNode newest = found.at("/activity/0");
        assertThat(newest.at("/status/type").asString()).isEqualTo("D");
        assertThat(newest.at("/status/statusCode").asString()).isEqualTo("011");
        assertThat(newest.path("gmtDate").asString())
                .isEqualTo(delivery.path("Date").asString());
        assertThat(Integer.parseInt(newest.path("gmtTime").asString()))
                .isEqualTo(Integer.parseInt(delivery.path("Time").asString()));
        assertThat(newest.path("gmtOffset").asString()).matches("-0[4-8]:00");
        assertThat(found.path("activity")
                        .valueStream()
                        .toList()
                        .getLast()
                        .at("/status/type")
                        .asString())
                .isEqualTo("M");
        assertThat(found.path("milestones")).hasSameSizeAs(found.path("activity"));
        assertThat(found.path("packageCount").isInt()).isTrue();
    }

    @Test
    void texts_and_times_are_as_untidy_as_those_of_ups() {
        JsonNode found = details(delivery().path("TrackingNumber").asString(), "");

        assertThat(found.at("/currentStatus/description").asString()).isEqualTo("DELIVERED ");
        assertThat(found.path("activity").values())
                .allSatisfy(activity ->
                        assertThat(activity.path("gmtTime").asString()).matches("0|[1-9]\\d{0,5}"));
    }

    @Test
    void a_number_nobody_knows_gets_success_and_a_warning() {
        for (String number : new String[] {"1ZA1B2C30399999999", "1ZZZZZZZ0399999999", "X".repeat(50)}) {
            var answer = caller.get(ADDRESS + number, Caller.bearer(tokens));

            assertThat(answer.status()).isEqualTo(200);
            JsonNode shipment = answer.json().at("/trackResponse/shipment/0");
            assertThat(shipment.path("inquiryNumber").asString()).isEqualTo(number);
            assertThat(shipment.at("/warnings/0/code").asString()).isEqualTo("TW0001");
            assertThat(shipment.has("package")).isFalse();
        }
    }

    @Test
    void a_malformed_number_is_refused() {
        assertThat(caller.get(ADDRESS + "1Z-99", Caller.bearer(tokens)).error())
                .isEqualTo("400 TV1002 Invalid inquiry number");
    }

    @Test
    void both_headers_are_required() {
        String authorization = "Bearer " + tokens.path("access_token").asString();

        assertThat(caller.get(ADDRESS + "1ZA1B2C30312345672", "Authorization", authorization)
                        .error())
                .isEqualTo("400 SBXTR01 Missing transId");
        assertThat(caller.get(ADDRESS + "1ZA1B2C30312345672", "Authorization", authorization, "transId", "one")
                        .error())
                .isEqualTo("400 SBXTR02 Missing transactionSrc");
    }

    @Test
    void others_learn_that_a_package_came_but_not_who_took_it() {
        String number = delivery().path("TrackingNumber").asString();
        tokens = caller.optIn("globex-ups");

        JsonNode found = details(number, "?returnSignature=true");

        assertThat(found.at("/currentStatus/type").asString()).isEqualTo("D");
        assertThat(found.path("deliveryInformation").has("receivedBy")).isFalse();
        assertThat(found.has("referenceNumber")).isFalse();
    }

    private JsonNode details(String number, String query) {
        var answer = caller.get(ADDRESS + number + query, Caller.bearer(tokens));
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json().at("/trackResponse/shipment/0/package/0");
    }

    private JsonNode delivery() {
        Instant now = Instant.now();
        return QuantumViews.wholeFeed(caller, "A1B2C3", now.minus(Duration.ofDays(3)), now).stream()
                .filter(line -> line.kind().equals("Delivery"))
                .findFirst()
                .map(Line::content)
                .orElseThrow();
    }
}
