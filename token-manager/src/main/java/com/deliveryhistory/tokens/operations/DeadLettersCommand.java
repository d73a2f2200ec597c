package com.deliveryhistory.tokens.operations;

import com.deliveryhistory.events.EventCodec;
import com.deliveryhistory.services.commands.Answer;
import com.deliveryhistory.services.commands.Audit;
import com.deliveryhistory.services.commands.Text;
import com.deliveryhistory.services.messaging.DeadLetter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "dead-letters",
        description = "Lists the records that could never be processed and wait for a replay: why, and where they came"
                + " from.")
final class DeadLettersCommand extends OperatorCommand {

    private static final int MOST = 10_000;

    @Option(names = "--all", description = "Those too that were replayed.")
    boolean all;

    @Option(
            names = "--topic",
            paramLabel = "TOPIC",
            description = "All letters of another service's dead-letter topic, <topic>.<service>.dlt.")
    @Nullable
    String topic;

    @Option(names = "--payload", description = "Show what the records hold, as they came.")
    boolean payload;

    @Option(names = "--limit", paramLabel = "N", description = "How many at most, up to 10000. Default: 100.")
    int limit = 100;

    DeadLettersCommand(Supplier<Workplace> workplaces) {
        super(workplaces);
    }

    @Override
    protected Answer perform(Workplace workplace, Audit.Entry own) {
        requireLimit(limit, MOST);
        if (topic != null && !topic.endsWith(".dlt")) {
            throw wrongUsage("--topic takes a dead-letter topic: its name ends in .dlt");
        }
        String ours = workplace.deadLetterTopics().of(EventCodec.OPT_IN);
        String read = topic == null ? ours : topic;
        boolean waitingAlone = !all && read.equals(ours);
        List<DeadLetter> letters = new ArrayList<>();
        workplace
                .deadLetterTopics()
                .read(read, partition -> waitingAlone ? workplace.replayed().next(partition) : 0, letter -> {
                    letters.add(letter);
                    return letters.size() < limit;
                });
        List<String> lines = new ArrayList<>();
        if (letters.isEmpty()) {
            lines.add(waitingAlone ? "No dead letters wait in " + read + "." : "No dead letters in " + read + ".");
        } else {
            lines.addAll(table(letters));
            if (letters.size() == limit) {
                lines.add("There may be more: raise --limit");
            }
        }
        return Answer.of(
                lines,
                Map.of(
                        "topic",
                        read,
                        "letters",
                        letters.stream().map(this::json).toList()),
                letters.size() + (payload ? " shown with payload" : " shown"));
    }

    private List<String> table(List<DeadLetter> letters) {
        List<List<String>> rows = new ArrayList<>();
        List<String> heading =
                new ArrayList<>(List.of("AT", "KEY", "EVENT", "CAME FROM", "LETTER", "REPLAYS", "EXCEPTION", "REASON"));
        if (payload) {
            heading.add("PAYLOAD");
        }
        rows.add(heading);
        for (DeadLetter letter : letters) {
            List<String> row = new ArrayList<>(List.of(
                    Text.time(letter.at()),
                    printable(letter.key()),
                    shortName(letter.eventType()),
                    Text.orNothing(letter.originalTopic()) + "-" + Text.orNothing(letter.originalPartition()) + "@"
                            + Text.orNothing(letter.originalOffset()),
                    letter.partition() + "@" + letter.offset(),
                    Integer.toString(letter.replays()),
                    lastPart(letter.exception()),
                    printable(letter.reason())));
            if (payload) {
                row.add(printable(letter.value()));
            }
            rows.add(row);
        }
        return Text.table(rows);
    }

    private Map<String, Object> json(DeadLetter letter) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("at", letter.at().toString());
        json.put("partition", letter.partition());
        json.put("offset", letter.offset());
        json.put("replays", letter.replays());
        put(json, "key", letter.key());
        put(json, "eventType", letter.eventType());
        put(json, "eventId", letter.eventId());
        put(json, "originalTopic", letter.originalTopic());
        put(json, "originalPartition", letter.originalPartition());
        put(json, "originalOffset", letter.originalOffset());
        put(json, "exception", letter.exception());
        put(json, "reason", letter.reason());
        if (payload) {
            put(json, "payload", letter.value());
        }
        return json;
    }

    private static void put(Map<String, Object> json, String name, @Nullable String value) {
        if (value != null) {
            json.put(name, value);
        }
    }

    /** The event's name out of {@code com.deliveryhistory.<EventName>.v1}. */
    private static String shortName(@Nullable String type) {
        return type == null ? "-" : printable(type.replaceAll("^com\\.deliveryhistory\\.(\\w+)\\.v\\d+$", "$1"));
    }

    private static String lastPart(@Nullable String name) {
        return name == null ? "-" : name.substring(name.lastIndexOf('.') + 1);
    }

    /** A terminal is no place for control characters that somebody sent. */
    private static String printable(@Nullable String text) {
        return text == null ? "-" : text.replaceAll("\\p{Cntrl}", "?");
    }
}
