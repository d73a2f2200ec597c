package com.deliveryhistory.services.tracing;

import static com.deliveryhistory.services.TestEvents.withdrawal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import com.deliveryhistory.events.EventCodec;
import com.deliveryhistory.events.EventEnvelope;
import com.deliveryhistory.events.OptInEvent;
import com.deliveryhistory.events.Topics;
import com.deliveryhistory.services.messaging.EventBatch;
import com.deliveryhistory.services.messaging.EventPublisher;
import com.deliveryhistory.services.messaging.OptInReading;
import com.deliveryhistory.testing.TestTrace;
import com.deliveryhistory.testing.WithKafka;
import io.micrometer.tracing.Tracer;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.kafka.annotation.KafkaListener;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@WithKafka(own = true)
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.NONE,
        properties = {
            "service-identity.name=reader",
            "logging.structured.format.console=ecs",
            "management.tracing.sampling.probability=1",
            "management.opentelemetry.tracing.export.schedule-delay=50ms"
        })
@ExtendWith(OutputCaptureExtension.class)
class FollowingTracesTests {

    private static final String OTHER = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    private static final Logger log = LoggerFactory.getLogger(FollowingTracesTests.class);

    @Autowired
    private EventPublisher publisher;

    @Autowired
    private Traces traces;

    @Autowired
    private Tracer tracer;

    @Autowired
    private Listeners listeners;

    @Autowired
    private Exported exported;

    @Test
    void listeners_work_in_the_trace_that_an_event_came_with_and_say_whom_it_concerns() {
        publisher.publish(EventCodec.OPT_IN, withdrawal("traced").inTrace(TestTrace.TRACEPARENT));
        publisher.publish(EventCodec.OPT_IN, withdrawal("untraced"));

        await().untilAsserted(() -> assertThat(listeners.heard).hasSize(4));
        assertThat(listeners.heard)
                .containsExactlyInAnyOrder(
                        new Heard("single", "traced", TestTrace.ID, "acme", "acme/odcs"),
                        new Heard("batch", "traced", TestTrace.ID, "acme", "acme/odcs"),
                        new Heard("single", "untraced", null, "acme", "acme/odcs"),
                        new Heard("batch", "untraced", null, "acme", "acme/odcs"));
        await().untilAsserted(() -> assertThat(exported.of(TestTrace.ID))
                .extracting(SpanData::getName)
                .containsExactlyInAnyOrder(
                        "publish optin.events.v1", "process optin.events.v1", "process optin.events.v1"));
    }

    @Test
    void a_span_says_nothing_that_a_message_or_an_address_may_hold() {
        About about = new About("globex", "globex/odcs");
        String parent = TestTrace.TRACEPARENT.replace(TestTrace.ID, TestTrace.ID.replace('4', '5'));

        assertThatIllegalStateException()
                .isThrownBy(() -> traces.in(parent, "fail", about, () -> {
                    Objects.requireNonNull(tracer.currentSpan())
                            .tag("http.url", "/reset/secret")
                            .tag("uri", "/reset/{token}")
                            .event("secret");
                    throw new IllegalStateException("secret");
                }));

        await().untilAsserted(() -> assertThat(exported.of(TestTrace.ID.replace('4', '5')))
                .singleElement()
                .satisfies(span -> {
                    assertThat(span.getStatus().getStatusCode().name()).isEqualTo("ERROR");
                    assertThat(span.getAttributes().asMap().toString()).contains("/reset/{token}", "globex/odcs");
                    assertThat(span.getAttributes().asMap().toString() + span.getStatus() + span.getEvents())
                            .doesNotContain("secret");
                }));
    }

    @Test
    void a_log_line_as_json_says_in_which_trace_it_came_about_and_whom_it_concerns(CapturedOutput output) {
        traces.in(OTHER, "say", new About("acme", "acme/odcs"), () -> log.info("said in the trace"));

        JsonNode line = output.getOut()
                .lines()
                .filter(any -> any.contains("said in the trace"))
                .map(new JsonMapper()::readTree)
                .findFirst()
                .orElseThrow();
        assertThat(line.path("traceId").asString()).isEqualTo(OTHER.split("-", -1)[1]);
        assertThat(line.path("company").asString()).isEqualTo("acme");
        assertThat(line.path("grant").asString()).isEqualTo("acme/odcs");
        assertThat(line.at("/ecs/version").asString()).isNotEmpty();
    }

    @Test
    void what_log_lines_were_about_before_they_are_about_again() {
        try (var company = new About("acme", null).noted()) {
            traces.in(
                    null,
                    "work",
                    new About("globex", "globex/odcs"),
                    () -> assertThat(MDC.get("grant")).isEqualTo("globex/odcs"));
            assertThat(MDC.get("company")).isEqualTo("acme");
            assertThat(MDC.get("grant")).isNull();
            assertThat(company).isNotNull();
        }
        assertThat(MDC.get("company")).isNull();
    }

    record Heard(
            String by,
            String event,
            @Nullable String trace,
            @Nullable String company,
            @Nullable String grant) {}

    @SpringBootConfiguration
    @EnableAutoConfiguration
    @Import(OptInReading.class)
    static class App {

        @Bean
        Listeners listeners() {
            return new Listeners();
        }

        @Bean
        Exported exported() {
            return new Exported();
        }
    }

    static class Listeners {

        private final List<Heard> heard = new CopyOnWriteArrayList<>();

        @KafkaListener(id = "singles", groupId = "singles", topics = Topics.OPT_IN_EVENTS, containerFactory = "optIns")
        void onEach(EventBatch<OptInEvent> events) {
            events.each(event -> hear("single", event));
        }

        @KafkaListener(id = "batches", groupId = "batches", topics = Topics.OPT_IN_EVENTS, containerFactory = "optIns")
        void on(EventBatch<OptInEvent> events) {
            events.take(together -> Set.of(), event -> hear("batch", event));
        }

        private void hear(String by, EventEnvelope<OptInEvent> event) {
            String trace = Traces.current();
            heard.add(new Heard(
                    by,
                    event.id(),
                    trace == null ? null : trace.split("-", -1)[1],
                    MDC.get("company"),
                    MDC.get("grant")));
        }
    }

    static final class Exported implements SpanExporter {

        private final List<SpanData> spans = new CopyOnWriteArrayList<>();

        List<SpanData> of(String trace) {
            return spans.stream()
                    .filter(span -> span.getTraceId().equals(trace))
                    .toList();
        }

        @Override
        public CompletableResultCode export(Collection<SpanData> batch) {
            spans.addAll(batch);
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode flush() {
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode shutdown() {
            return CompletableResultCode.ofSuccess();
        }
    }
}
