package com.deliveryhistory.upssandbox;

import static com.deliveryhistory.upssandbox.QuantumViews.files;
import static com.deliveryhistory.upssandbox.QuantumViews.lines;
import static com.deliveryhistory.upssandbox.QuantumViews.pages;
import static com.deliveryhistory.upssandbox.QuantumViews.range;
import static com.deliveryhistory.upssandbox.QuantumViews.request;
import static com.deliveryhistory.upssandbox.QuantumViews.subscription;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.deliveryhistory.upssandbox.QuantumViews.Line;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

@SandboxTest
class QuantumViewTests {

    private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    private Caller caller = new Caller(0);
    private JsonNode tokens = JsonMapper.shared().nullNode();

    @BeforeEach
    void open(@LocalServerPort int port) {
        caller = new Caller(port);
        tokens = caller.optIn("acme-ups");
        QuantumViews.read(caller, tokens);
    }

    @Test
    void all_pages_of_a_range_together_are_the_feed_without_repeats() {
        Instant begin = now.minus(Duration.ofDays(7));
        List<JsonNode> pages = pages(caller, tokens, range(begin, now));

        assertThat(pages).hasSizeGreaterThan(3);
        List<Line> read = lines(pages);
        assertThat(read)
                .hasSizeGreaterThan(1000)
                .doesNotHaveDuplicates()
                .containsExactlyInAnyOrderElementsOf(QuantumViews.wholeFeed(caller, "A1B2C3", begin, now));
        assertThat(read.stream().map(Line::kind).collect(Collectors.toSet()))
                .containsExactlyInAnyOrder("Manifest", "Origin", "Exception", "Delivery", "Generic");
        assertThat(pages.subList(0, pages.size() - 1))
                .allSatisfy(page -> assertThat(page.toString().length()).isBetween(150_000, 200_000));
    }

    @Test
    void reading_a_range_again_gives_the_same() {
        ObjectNode lastHours = range(now.minus(Duration.ofHours(5)), now);

        assertThat(lines(pages(caller, tokens, lastHours))).isEqualTo(lines(pages(caller, tokens, lastHours)));
    }

    @Test
    void an_answer_repeats_the_context_and_says_which_range_it_is_for() {
        JsonNode answer = QuantumViews.ask(caller, tokens, request(range(now.minus(Duration.ofHours(1)), now), null))
                .json()
                .path("QuantumViewResponse");

        assertThat(answer.at("/Response/TransactionReference/CustomerContext").asString())
                .isEqualTo("a test");
        assertThat(answer.at("/Response/ResponseStatusCode").asString()).isEqualTo("1");
        assertThat(answer.at("/Response/ResponseStatusDescription").asString()).isEqualTo("Success");
        assertThat(answer.at("/QuantumViewEvents/SubscriberID").asString()).isEqualTo("acme-ups");
        JsonNode events = answer.at("/QuantumViewEvents/SubscriptionEvents/0");
        assertThat(events.path("Number").asString()).hasSize(16);
        assertThat(events.at("/SubscriptionStatus/Code").asString()).isEqualTo("A");
        assertThat(events.at("/DateRange/BeginDate").asString()).matches("\\d\\d-\\d\\d-\\d{4}-\\d\\d-\\d\\d");
    }

    @Test
    void the_request_may_use_arrays_or_objects_and_the_bookmark_may_be_inside() {
        ObjectNode week = range(now.minus(Duration.ofDays(6)), now);
        JsonNode first = QuantumViews.ask(caller, tokens, request(week, null)).json();
        ObjectNode array = request(null, null);
        ((ObjectNode) array.path("QuantumViewRequest"))
                .putArray("SubscriptionRequest")
                .add(week);
        assertThat(files(QuantumViews.ask(caller, tokens, array).json())).isEqualTo(files(first));

        String bookmark = first.at("/QuantumViewResponse/Bookmark").asString();
        JsonNode second =
                QuantumViews.ask(caller, tokens, request(week, bookmark)).json();
        JsonNode secondToo = QuantumViews.ask(
                        caller, tokens, request(week.deepCopy().put("Bookmark", bookmark), null))
                .json();
        assertThat(files(secondToo)).isEqualTo(files(second)).isNotEqualTo(files(first));
    }

    @Test
    void a_file_can_be_read_by_its_name() {
        JsonNode file = files(QuantumViews.read(caller, tokens).json()).getFirst();
        String name = file.path("FileName").asString();
        assertThat(name).matches("\\d{6}_\\d{9}");

        var byText = pages(caller, tokens, subscription("OutboundXML").put("FileName", name));
        ObjectNode inArray = subscription("OutboundXML");
        inArray.putArray("FileName").add(name);

        assertThat(files(byText.getFirst())).containsExactly(file);
        assertThat(files(pages(caller, tokens, inArray).getFirst())).containsExactly(file);
    }

    @Test
    void unread_data_is_given_once() {
        JsonNode globex = caller.optIn("globex-ups");
        List<Line> first = lines(pages(caller, globex, null));
        List<Line> second = lines(pages(caller, globex, null));

        assertThat(first).hasSizeGreaterThan(1000).doesNotHaveDuplicates();
        assertThat(second).hasSizeLessThan(200).doesNotContainAnyElementsOf(first);
        JsonNode oldest = files(QuantumViews.read(caller, globex).json()).getFirst();
        assertThat(oldest.at("/StatusType/Code").asString()).isEqualTo("R");
    }

    @Test
    void no_data_is_success_without_files() {
        Instant yesterday =
                now.truncatedTo(ChronoUnit.HOURS).minus(Duration.ofDays(1)).plusSeconds(10);
        JsonNode answer = QuantumViews.ask(caller, tokens, request(range(yesterday, yesterday.plusSeconds(60)), null))
                .json();

        assertThat(answer.at("/QuantumViewResponse/Response/ResponseStatusCode").asString())
                .isEqualTo("1");
        assertThat(answer.at("/QuantumViewResponse/QuantumViewEvents/SubscriptionEvents/0")
                        .has("SubscriptionFile"))
                .isFalse();
        assertThat(answer.path("QuantumViewResponse").has("Bookmark")).isFalse();
    }

    @Test
    void what_cannot_be_answered_is_refused_with_invented_codes() {
        assertThat(error(range(now.minus(Duration.ofDays(9)), now)))
                .isEqualTo("400 SBXQV04 Date range exceeds 7 days into the past");
        assertThat(error(range(now, now.minusSeconds(1)))).isEqualTo("400 SBXQV03 Invalid date range");
        assertThat(error(subscription("Other"))).isEqualTo("400 SBXQV02 Invalid subscription name");
        assertThat(error(subscription("OutboundXML").put("FileName", "990101_000000001")))
                .isEqualTo("400 SBXQV06 Invalid file name");
        assertThat(QuantumViews.ask(caller, tokens, request(subscription("OutboundXML"), "%%%"))
                        .error())
                .isEqualTo("400 SBXQV05 Invalid bookmark");
        assertThat(caller.postJson(QuantumViews.ADDRESS, "{}", Caller.bearer(tokens))
                        .error())
                .isEqualTo("400 SBXQV01 Request action must be QVEvents");
        assertThat(caller.postJson(QuantumViews.ADDRESS, "{", Caller.bearer(tokens))
                        .error())
                .startsWith("400 10400 ");
        assertThat(caller.post(QuantumViews.ADDRESS, Map.of("a", "b"), Caller.bearer(tokens))
                        .error())
                .startsWith("400 10007 ");
    }

    @Test
    void each_package_tells_a_story_in_order() {
        List<Line> week = lines(pages(caller, tokens, range(now.minus(Duration.ofDays(7)), now)));
        var byPackage = week.stream().collect(Collectors.groupingBy(QuantumViewTests::trackingNumber));

        assertThat(byPackage.values()).allSatisfy(story -> {
            List<String> times = story.stream().map(QuantumViewTests::time).toList();
            assertThat(times).isSorted().doesNotHaveDuplicates();
            List<String> kinds = story.stream().map(Line::kind).toList();
            assertThat(kinds.indexOf("Manifest")).isLessThanOrEqualTo(0);
            assertThat(kinds).containsAnyOf("Manifest", "Origin", "Exception", "Delivery", "Generic");
            int delivered = kinds.indexOf("Delivery");
            assertThat(delivered == -1 || delivered == kinds.size() - 1).isTrue();
        });
    }

    @Test
    void the_feed_grows_while_one_watches() {
        Instant begin = now.minus(Duration.ofMinutes(10));
        var before = lines(pages(caller, tokens, range(begin, now.plus(Duration.ofHours(1)))));

        await().untilAsserted(() -> assertThat(
                        lines(pages(caller, tokens, range(begin, now.plus(Duration.ofHours(1))))))
                .hasSizeGreaterThan(before.size())
                .containsAll(before));
    }

    private String error(JsonNode subscription) {
        return QuantumViews.ask(caller, tokens, request(subscription, null)).error();
    }

    private static String trackingNumber(Line line) {
        return line.kind().equals("Manifest")
                ? line.content().at("/Package/0/TrackingNumber").asString()
                : line.content().path("TrackingNumber").asString();
    }

    private static String time(Line line) {
        JsonNode at = switch (line.kind()) {
            case "Manifest" -> line.content().at("/Package/0/Activity/0");
            case "Generic" -> line.content().path("Activity");
            default -> line.content();
        };
        return String.format(
                Locale.ROOT, "%s%s", at.path("Date").asString(), at.path("Time").asString());
    }
}
