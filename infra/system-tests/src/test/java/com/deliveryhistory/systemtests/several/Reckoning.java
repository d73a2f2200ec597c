package com.deliveryhistory.systemtests.several;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.deliveryhistory.events.CompanyId;
import com.deliveryhistory.events.DeliveryEvent.DeliveryEventRecorded;
import com.deliveryhistory.events.Topics;
import com.deliveryhistory.localstack.LocalStack;
import com.deliveryhistory.localstack.settings.Part;
import com.deliveryhistory.systemtests.history.ReferenceFold.Line;
import com.deliveryhistory.systemtests.history.ToldEvents;
import com.deliveryhistory.testing.TopicReader;
import com.deliveryhistory.testing.TopicRecord;
import com.mongodb.client.MongoClients;
import com.mongodb.client.model.Filters;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Holds what Kafka and the stores have in the end against what admins saw and what UPS's feed has. */
final class Reckoning {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final String APPLICATION = "intelligent-delivery-history";

    private final LocalStack stack;
    private final Set<CompanyId> companies;

    /** @param companies whose opt-in was acknowledged */
    Reckoning(LocalStack stack, Collection<CompanyId> companies) {
        this.stack = stack;
        this.companies = Set.copyOf(companies);
    }

    void awaitCollected() {
        try (var client = MongoClients.create(stack.mongodb(Part.HISTORY_WORKER))) {
            var collections = client.getDatabase(Part.HISTORY_WORKER.label()).getCollection("collections");
            await("the histories of all who opted in")
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(300))
                    .until(() -> collections.countDocuments(Filters.exists("lastSuccessAt")) == companies.size());
        }
    }

    /** Each acknowledged opt-in is in force, was told, and had its effect once. */
    void noOptInIsLost() {
        List<TopicRecord> told = TopicReader.read(stack.kafka(), Topics.OPT_IN_EVENTS);
        assertThat(told.stream().map(record -> company(record.key())).collect(toSet()))
                .as("companies of which an opt-in was told")
                .containsAll(companies);
        List<TopicRecord> story = TopicReader.read(stack.kafka(), Topics.GRANT_EVENTS);
        for (CompanyId company : companies) {
            List<TopicRecord> own = story.stream()
                    .filter(record -> (company + "/" + APPLICATION).equals(record.key()))
                    .toList();
            assertThat(own).as("what was told of the grant of %s", company).isNotEmpty();
            assertThat(json(own.getLast()).path("state").asString())
                    .as("state of %s", company)
                    .isEqualTo("ACTIVE");
            Map<String, Set<String>> activations = own.stream()
                    .filter(record -> record.type().equals("com.deliveryhistory.GrantActivated.v1"))
                    .collect(groupingBy(
                            record -> json(record).path("causedBy").asString(), mapping(Reckoning::id, toSet())));
            assertThat(activations.values())
                    .as("activations of %s by each opt-in", company)
                    .allSatisfy(ids -> assertThat(ids).hasSize(1));
        }
    }

    /** Each record of UPS's feed is stored once and told under one id; returns how many there are. */
    long noDeliveryIsLostOrDoubled() {
        ToldEvents told = ToldEvents.read(stack.kafka());
        long records = 0;
        for (CompanyId company : companies) {
            Map<String, List<Line>> feed =
                    feed(company, told.covered(company)).stream().collect(groupingBy(Line::trackingNumber));
            feed.forEach((number, lines) -> assertThat(told.of(company, number))
                    .as("deliveries of %s %s", company, number)
                    .extracting(DeliveryEventRecorded::occurredAt)
                    .containsExactlyInAnyOrderElementsOf(
                            lines.stream().map(Line::at).toList()));
            records += feed.values().stream().mapToInt(List::size).sum();
        }
        assertThat(told.ids()).as("deliveries told, by id").hasSize((int) records);
        try (var client = MongoClients.create(stack.mongodb(Part.HISTORY_WORKER))) {
            assertThat(client.getDatabase(Part.HISTORY_WORKER.label())
                            .getCollection("records")
                            .countDocuments())
                    .as("deliveries stored")
                    .isEqualTo(records);
        }
        return records;
    }

    /** What has the same id is the same; returns how many repeats there are. */
    long repeatsAreRepeats() {
        long repeats = 0;
        for (String topic : List.of(Topics.OPT_IN_EVENTS, Topics.GRANT_EVENTS, Topics.DELIVERY_EVENTS)) {
            List<TopicRecord> records = TopicReader.read(stack.kafka(), topic);
            Map<String, Set<JsonNode>> byId =
                    records.stream().collect(groupingBy(Reckoning::id, mapping(Reckoning::json, toSet())));
            assertThat(byId)
                    .as("records of %s by id", topic)
                    .allSatisfy((id, same) -> assertThat(same).hasSize(1));
            repeats += records.size() - byId.size();
        }
        return repeats;
    }

    void noDeadLetters() throws Exception {
        try (var admin = Admin.create(Map.of("bootstrap.servers", stack.kafka()))) {
            for (String topic : admin.listTopics().names().get()) {
                if (topic.endsWith(".dlt")) {
                    assertThat(TopicReader.read(stack.kafka(), topic)).as(topic).isEmpty();
                }
            }
        }
    }

    private List<Line> feed(CompanyId company, ToldEvents.Span span) {
        URI address = stack.url(Part.UPS_SANDBOX)
                .resolve("/sandbox/feed/%s?from=%s&to=%s"
                        .formatted(company.value().toUpperCase(Locale.ROOT), span.from(), span.to()));
        try (var http = HttpClient.newHttpClient()) {
            return http.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString())
                    .body()
                    .lines()
                    .map(line -> new Line(JSON.readTree(line)))
                    .toList();
        } catch (IOException e) {
            throw new AssertionError("The sandbox does not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static String id(TopicRecord record) {
        return record.headers().getOrDefault("ce_id", "");
    }

    private static JsonNode json(TopicRecord record) {
        return JSON.readTree(Objects.requireNonNullElse(record.value(), "{}"));
    }

    private static CompanyId company(@Nullable String key) {
        return new CompanyId(Objects.requireNonNullElse(key, "none"));
    }
}
