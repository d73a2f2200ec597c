package com.deliveryhistory.history.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import com.deliveryhistory.events.DeliveryEvent.Kind;
import com.deliveryhistory.events.GrantId;
import com.deliveryhistory.history.Feeds;
import com.deliveryhistory.history.feed.FeedAnswer.Page;
import com.deliveryhistory.history.packages.Address;
import com.deliveryhistory.history.packages.Fact;
import com.deliveryhistory.history.packages.Service;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PageParserTests {

    private static final GrantId GRANT = GrantId.parse("acme/intelligent-delivery-history");
    private static final String NUMBER = "1ZA1B2C30312345672";
    private static final LocalDateTime AT = LocalDateTime.parse("2026-07-13T13:52:07");

    @Test
    void the_five_kinds_are_read() {
        Page page = page(Feeds.page(
                "more",
                Feeds.manifest(NUMBER, AT),
                Feeds.origin(NUMBER, AT),
                Feeds.exception(NUMBER, AT),
                Feeds.delivery(NUMBER, AT),
                Feeds.generic("OD", NUMBER, AT)));

        assertThat(page.bookmark()).isEqualTo("more");
        assertThat(page.unreadable()).isEmpty();
        assertThat(page.records())
                .allSatisfy(record -> {
                    assertThat(record.trackingNumber()).isEqualTo(NUMBER);
                    assertThat(record.fact().at()).isEqualTo(AT);
                    assertThat(record.fact().shipperNumber()).isEqualTo("A1B2C3");
                    assertThat(record.fileName()).isEqualTo("260713_140501001");
                })
                .extracting(record -> record.fact().kind())
                .containsExactly(Kind.MANIFEST, Kind.ORIGIN, Kind.EXCEPTION, Kind.DELIVERY, Kind.GENERIC);
    }

    @Test
    void an_element_may_stand_for_a_list_and_an_empty_text_for_an_object() {
        Fact manifest = page(Feeds.page(null, Feeds.manifest(NUMBER, AT)))
                .records()
                .getFirst()
                .fact();

        assertThat(manifest.references()).containsExactly("PO-1", "SO-1");
        assertThat(manifest.shipTo())
                .isEqualTo(new Address("EXAMPLE BUYER", "100 SAMPLE ST", "ROSWELL", "GA", "30076", "US"));
        assertThat(manifest.scheduledDelivery()).isEqualTo("2026-07-14");
        assertThat(page(Feeds.page(null, "\"Delivery\": \"\"")).records()).isEmpty();
        assertThat(page("{\"QuantumViewResponse\": {\"Response\": {\"ResponseStatusCode\": 1}, "
                                + "\"QuantumViewEvents\": \"\"}}")
                        .records())
                .isEmpty();
    }

    @Test
    void no_file_is_no_data() {
        Page page = page("""
                {"QuantumViewResponse": {"Response": {"ResponseStatusCode": "1"},
                  "QuantumViewEvents": {"SubscriptionEvents": [{"Name": "OutboundXML"}]}}}""");

        assertThat(page.records()).isEmpty();
        assertThat(page.bookmark()).isNull();
    }

    @Test
    void a_manifest_of_several_packages_is_several_records() {
        Page page = page(Feeds.page(null, """
                "Manifest": {"Shipper": {"ShipperNumber": "A1B2C3"}, "PickupDate": "20260713",
                  "Package": [{"TrackingNumber": "1Z1"}, {"TrackingNumber": "1Z2"}]}"""));

        assertThat(page.records()).extracting(FeedRecord::trackingNumber).containsExactly("1Z1", "1Z2");
        assertThat(page.records().getFirst().content()).contains("1Z1").doesNotContain("1Z2");
        assertThat(page.records().getFirst().fact().at()).isEqualTo("2026-07-13T00:00:00");
    }

    @Test
    void a_record_is_the_same_whenever_it_is_read() {
        Page first = page(Feeds.page(null, Feeds.manifest(NUMBER, AT), Feeds.delivery(NUMBER, AT)));
        Page again = page(Feeds.page("x", Feeds.delivery(NUMBER, AT), Feeds.manifest(NUMBER, AT))
                .replace("\"Code\": \"U\"", "\"Code\": \"R\""));

        assertThat(again.records())
                .extracting(FeedRecord::id)
                .containsExactlyInAnyOrderElementsOf(
                        first.records().stream().map(FeedRecord::id).toList());
        assertThat(first.records())
                .allSatisfy(record -> assertThat(FeedRecords.reread(
                                record.id(), record.fact().kind(), record.fileName(), record.content()))
                        .contains(record));
    }

    @Test
    void different_facts_have_different_ids() {
        Page page = page(Feeds.page(
                null,
                Feeds.delivery(NUMBER, AT),
                Feeds.origin(NUMBER, AT),
                Feeds.exception(NUMBER, AT.plusSeconds(1)),
                """
                "Generic": [{"ActivityType": "OD", "TrackingNumber": "1Z"}, {"ActivityType": "DS", "TrackingNumber": "1Z"}]"""));

        assertThat(page.records())
                .extracting(FeedRecord::id)
                .doesNotHaveDuplicates()
                .hasSize(5);
    }

    @Test
    void what_cannot_be_understood_is_kept_with_its_reason() {
        Page page = page(Feeds.page(
                null,
                "\"Origin\": [7, {\"TrackingNumber\": {}}, {\"TrackingNumber\": \"1Z / 2\"}]",
                "\"Surprise\": [{\"TrackingNumber\": \"1Z\"}]",
                Feeds.delivery(NUMBER, AT)));

        assertThat(page.records()).hasSize(1);
        assertThat(page.unreadable())
                .extracting(UnreadableRecord::reason)
                .containsExactly(
                        "not an object",
                        "no usable tracking number",
                        "no usable tracking number",
                        "an unknown kind of record");
    }

    @Test
    void an_unreadable_time_costs_the_time_alone() {
        Page page = page(Feeds.page(null, """
                "Delivery": [{"TrackingNumber": "1Z1", "Date": "20261340", "Time": "1"},
                  {"TrackingNumber": "1Z2", "Date": "20260713", "Time": "74700"}]"""));

        assertThat(page.records().getFirst().fact().at()).isNull();
        assertThat(page.records().getLast().fact().at()).isEqualTo("2026-07-13T07:47:00");
    }

    @Test
    void a_failure_says_when_to_come_again_or_that_it_is_one() {
        assertThat(parse(failure("\"ErrorSeverity\": \"Transient\", \"MinimumRetrySeconds\": \"120\"")))
                .asInstanceOf(type(FeedAnswer.TryLater.class))
                .extracting(FeedAnswer.TryLater::after)
                .isEqualTo(Duration.ofMinutes(2));
        assertThat(parse(failure("\"ErrorSeverity\": \"Hard\""))).isInstanceOf(FeedAnswer.Rejected.class);
        assertThat(parse(failure("\"ErrorSeverity\": \"HardError\""))).isInstanceOf(FeedAnswer.Rejected.class);
        assertThat(parse(failure("\"ErrorSeverity\": \"TransientError\""))).isInstanceOf(FeedAnswer.TryLater.class);
        assertThat(parse(failure("\"ErrorCode\": \"7\""))).isInstanceOf(FeedAnswer.TryLater.class);
    }

    @Test
    void anything_else_is_tried_again() {
        for (String body :
                List.of("[]", "{}", "7", "{\"QuantumViewResponse\": \"\"}", "{\"QuantumViewResponse\": {}}")) {
            assertThat(parse(body)).isInstanceOf(FeedAnswer.TryLater.class);
        }
    }

    @Test
    void of_a_page_that_breaks_off_the_whole_records_are_read_and_the_rest_is_to_be_asked_for() {
        String page = Feeds.page("more", Feeds.origin("1Z1", AT), Feeds.delivery("1Z2", AT));

        FeedAnswer answer = parse(page.substring(0, page.indexOf("FRONT DOOR")));

        assertThat(answer).isInstanceOf(FeedAnswer.CutShort.class);
        assertThat(((FeedAnswer.CutShort) answer).readable().records())
                .extracting(FeedRecord::trackingNumber)
                .containsExactly("1Z1");
    }

    @Test
    void an_element_that_is_there_twice_is_a_list() {
        Page page =
                page(Feeds.page(null, Feeds.delivery("1Z1", AT), Feeds.origin("1Z2", AT), Feeds.delivery("1Z3", AT)));

        assertThat(page.records())
                .extracting(FeedRecord::trackingNumber)
                .containsExactlyInAnyOrder("1Z1", "1Z2", "1Z3");
    }

    @Test
    void what_is_too_deep_costs_itself_alone() {
        String deep = "[".repeat(5_000) + "]".repeat(5_000);
        Page page = page(Feeds.page(null, Feeds.delivery("1Z1", AT)).replace("\"FRONT DOOR\"", deep));

        Fact delivery = page.records().getFirst().fact();
        assertThat(delivery.handover()).isNotNull();
        assertThat(delivery.handover().signedBy()).isEqualTo("BUYER");
        assertThat(delivery.handover().location()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1.5e30020260713", "10e2147483647", "1e-2147483648", "0e99999999999"})
    void a_number_beyond_all_numbers_costs_itself_alone(String number) {
        Page page = page(Feeds.page(null, Feeds.delivery("1Z1", AT)).replace("\"FRONT DOOR\"", number));

        FeedRecord record = page.records().getFirst();
        assertThat(record.fact().handover()).isNotNull();
        assertThat(record.fact().handover().signedBy()).isEqualTo("BUYER");
        assertThat(FeedRecords.reread(record.id(), record.fact().kind(), record.fileName(), record.content()))
                .contains(record);
    }

    @Test
    void a_bookmark_of_a_strange_form_is_not_the_end() {
        String page = Feeds.page("more", Feeds.delivery("1Z1", AT));

        assertThat(page(page.replace("\"more\"", "17")).bookmark()).isEqualTo("17");
        assertThat(page(page.replace("\"more\"", "{\"at\": 1}")).bookmark()).isNotNull();
        assertThat(page(page.replace("\"more\"", "\" \"")).bookmark()).isNull();
        assertThat(page(page.replace("\"more\"", "[]")).bookmark()).isNull();
    }

    @Test
    void records_are_found_in_containers_of_other_names() {
        Page page = page(Feeds.page(null, Feeds.delivery("1Z1", AT))
                .replace("SubscriptionFile", "SubscriptionFiles")
                .replace("SubscriptionEvents", "Events"));

        assertThat(page.records()).extracting(FeedRecord::trackingNumber).containsExactly("1Z1");
        assertThat(page.records().getFirst().fileName()).isEqualTo("260713_140501001");
    }

    @Test
    void half_a_character_is_no_text_that_can_be_stored() {
        Page page = page(Feeds.page(null, Feeds.delivery("1Z1", AT)).replace("FRONT DOOR", "FRONT \\ud83d DOOR"));

        assertThat(page.records().getFirst().content()).contains("FRONT \uFFFD DOOR");
    }

    @Test
    void padded_and_signed_numbers_and_places_are_read_as_such() {
        Fact manifest = page(Feeds.page(null, """
                "Manifest": {"Shipper": {"Name": "ACME", "ShipperNumber": "A1B2C3", "Address": {"City": "WAYNE"}},
                  "Service": {"Code": "003", "Description": ""}, "PickupDate": "20260713",
                  "Package": {"TrackingNumber": "1Z1", "PackageWeight": {"Weight": "+0012.50"}, "Dimensions": ""}}""")).records().getFirst().fact();

        assertThat(manifest.weight()).isEqualTo("12.5");
        assertThat(manifest.service()).isEqualTo(new Service("003", null));
        assertThat(manifest.shipFrom()).isEqualTo(new Address("ACME", null, "WAYNE", null, null, null));
    }

    private static Page page(String json) {
        FeedAnswer answer = parse(json);
        assertThat(answer).isInstanceOf(Page.class);
        return (Page) answer;
    }

    private static FeedAnswer parse(String json) {
        return FeedPages.parse(GRANT, json);
    }

    private static String failure(String error) {
        return "{\"QuantumViewResponse\": {\"Response\": {\"ResponseStatusCode\": \"0\", \"Error\": [{%s}]}}}"
                .formatted(error);
    }
}
