package com.deliveryhistory.events;

import com.deliveryhistory.events.DeliveryEvent.DeliveryEventRecorded;
import com.deliveryhistory.events.DeliveryEvent.HistoryCaughtUp;
import com.deliveryhistory.events.GrantEvent.GrantActivated;
import com.deliveryhistory.events.GrantEvent.GrantExpired;
import com.deliveryhistory.events.GrantEvent.GrantExpiring;
import com.deliveryhistory.events.GrantEvent.GrantInvalidated;
import com.deliveryhistory.events.GrantEvent.GrantRenewed;
import com.deliveryhistory.events.GrantEvent.GrantWithdrawn;
import com.deliveryhistory.events.OptInEvent.OptInGranted;
import com.deliveryhistory.events.OptInEvent.OptInWithdrawn;
import com.deliveryhistory.events.OptInEvent.PasswordChangeInvalidated;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.cloudevents.CloudEvent;
import io.cloudevents.CloudEventData;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.kafka.KafkaMessageFactory;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.exc.ValueInstantiationException;
import tools.jackson.databind.json.JsonMapper;

/**
 * The events of one topic as Kafka records and back: CloudEvents 1.0 in binary content mode (Kafka protocol binding,
 * section 3.2), that is, attributes in {@code ce_*} headers and plain JSON as the value. Class names never travel.
 * Unknown fields are ignored, so that fields can be added within a version.
 *
 * <p>Thread-safe.
 */
public final class EventCodec<E extends Event> {

    public static final EventCodec<OptInEvent> OPT_IN = new EventCodec<>(
            Topics.OPT_IN_EVENTS,
            OptInEvent.class,
            List.of(OptInGranted.class, PasswordChangeInvalidated.class, OptInWithdrawn.class));

    public static final EventCodec<GrantEvent> GRANT = new EventCodec<>(
            Topics.GRANT_EVENTS,
            GrantEvent.class,
            List.of(
                    GrantActivated.class,
                    GrantExpiring.class,
                    GrantRenewed.class,
                    GrantInvalidated.class,
                    GrantExpired.class,
                    GrantWithdrawn.class));

    public static final EventCodec<DeliveryEvent> DELIVERY = new EventCodec<>(
            Topics.DELIVERY_EVENTS, DeliveryEvent.class, List.of(DeliveryEventRecorded.class, HistoryCaughtUp.class));

    static final String CONTENT_TYPE = "application/json";

    /** The header that carries {@link EventEnvelope#traceparent}, named by W3C Trace Context. */
    public static final String TRACEPARENT = "traceparent";

    private static final JsonMapper JSON = JsonMapper.builder()
            .changeDefaultPropertyInclusion(inclusion -> inclusion.withValueInclusion(JsonInclude.Include.NON_NULL))
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private final String topic;
    private final Class<E> family;
    private final Map<String, Class<? extends E>> types;

    private EventCodec(String topic, Class<E> family, List<Class<? extends E>> types) {
        this.topic = topic;
        this.family = family;
        this.types = types.stream().collect(Collectors.toUnmodifiableMap(EventCodec::typeOf, Function.identity()));
    }

    /** The {@code ce_type} of an event class: {@code com.deliveryhistory.<EventName>.v1}. */
    public static String typeOf(Class<? extends Event> event) {
        return "com.deliveryhistory." + event.getSimpleName() + ".v1";
    }

    public String topic() {
        return topic;
    }

    /** The event classes of the topic by their {@code ce_type}. */
    public Map<String, Class<? extends E>> types() {
        return types;
    }

    /** The record to send. */
    public ProducerRecord<String, byte[]> encode(EventEnvelope<? extends E> envelope) {
        E event = envelope.event();
        CloudEvent cloudEvent = CloudEventBuilder.v1()
                .withId(envelope.id())
                .withSource(envelope.source())
                .withTime(envelope.time().atOffset(ZoneOffset.UTC))
                .withType(typeOf(event.getClass()))
                .withSubject(event.key())
                .withData(CONTENT_TYPE, JSON.writeValueAsBytes(event))
                .build();
        ProducerRecord<String, byte[]> record =
                KafkaMessageFactory.<String>createWriter(topic, event.key()).writeBinary(cloudEvent);
        if (envelope.traceparent() != null) {
            record.headers().add(TRACEPARENT, envelope.traceparent().getBytes(StandardCharsets.UTF_8));
        }
        return record;
    }

    /**
     * Reads a record of the topic.
     *
     * @throws CorruptEvent if it is not an event of the topic, which no repetition changes
     */
    public EventEnvelope<E> decode(Headers received, byte @Nullable [] value) {
        Headers headers = withValue(received);
        if (value == null || value.length == 0) {
            throw CorruptEvent.empty();
        }
        for (String attribute : List.of("specversion", "id", "source", "type", "time")) {
            if (headers.lastHeader("ce_" + attribute) == null) {
                throw CorruptEvent.missingAttribute(attribute);
            }
        }
        if (!isJson(headers.lastHeader("content-type"))) {
            throw CorruptEvent.foreignContentType();
        }
        try {
            return decode(KafkaMessageFactory.createReader(headers, value).toEvent(), traceparent(headers));
        } catch (CorruptEvent e) {
            throw e;
        } catch (RuntimeException e) { // it comes of these bytes alone, whatever it is
            throw CorruptEvent.notACloudEvent();
        }
    }

    private EventEnvelope<E> decode(CloudEvent cloudEvent, @Nullable String traceparent) {
        Class<? extends E> type = types.get(cloudEvent.getType());
        if (type == null) {
            throw CorruptEvent.unknownType(topic);
        }
        CloudEventData data = cloudEvent.getData();
        if (data == null) {
            throw CorruptEvent.empty();
        }
        E event = family.cast(parse(data.toBytes(), type));
        return new EventEnvelope<>(
                        cloudEvent.getId(),
                        cloudEvent.getSource(),
                        Fields.time(
                                "time",
                                Fields.present("time", cloudEvent.getTime()).toInstant()),
                        event)
                .inTrace(traceparent);
    }

    /** Those that say something: Kafka knows headers without a value, and CloudEvents does not. */
    private static Headers withValue(Headers headers) {
        RecordHeaders present = new RecordHeaders();
        for (Header header : headers) {
            if (header.value() != null) {
                present.add(header);
            }
        }
        return present;
    }

    /** The trace that the record belongs to, as it is written there; {@code null} if it says nothing. */
    public static @Nullable String traceparent(Headers headers) {
        Header header = headers.lastHeader(TRACEPARENT);
        return header == null || header.value() == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }

    private static <T> T parse(byte[] json, Class<T> type) {
        try {
            T event = JSON.readValue(json, type);
            if (event == null) {
                throw CorruptEvent.unreadable("it is null");
            }
            return event;
        } catch (ValueInstantiationException e) {
            throw CorruptEvent.unreadable(
                    e.getCause() instanceof IllegalArgumentException invalid ? invalid.getMessage() : at(e));
        } catch (DatabindException e) {
            throw CorruptEvent.unreadable(at(e));
        } catch (JacksonException e) {
            throw CorruptEvent.unreadable("no valid JSON");
        }
    }

    /** The path of the field that could not be read; Jackson's own message would quote its value. */
    private static String at(JacksonException e) {
        String path = e.getPath().stream()
                .map(JacksonException.Reference::getPropertyName)
                .collect(Collectors.joining("."));
        return path.isEmpty() ? "not an object of the expected form" : path + " cannot be read";
    }

    private static boolean isJson(@Nullable Header contentType) {
        if (contentType == null) {
            return false;
        }
        String value = new String(contentType.value(), StandardCharsets.UTF_8);
        int parameters = value.indexOf(';');
        return (parameters < 0 ? value : value.substring(0, parameters)).trim().equalsIgnoreCase(CONTENT_TYPE);
    }
}
