package com.deliveryhistory.localstack.demo;

import com.deliveryhistory.localstack.browser.StepFailed;
import java.io.PrintStream;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Prints each step with its time and the events that came meanwhile. */
final class Narrator {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss.SSS").withZone(ZoneId.systemDefault());
    private static final int SHOWN_OF_A_TYPE = 3;

    private final PrintStream out;
    private final TopicTail events;
    private int number;

    Narrator(PrintStream out, TopicTail events) {
        this.out = out;
        this.events = events;
    }

    void step(String title, Runnable action) {
        number++;
        long start = System.nanoTime();
        try {
            action.run();
        } catch (StepFailed e) {
            events.read();
            out.printf("%2d. %-55s FAILED%n", number, title);
            print(events.takeNew());
            throw new StepFailed("Step %d, \"%s\": %s".formatted(number, title, e.getMessage()));
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        events.read();
        out.printf("%2d. %-55s %5.1f s%n", number, title, seconds);
        print(events.takeNew());
    }

    private void print(List<SeenEvent> seen) {
        Map<String, List<SeenEvent>> byType = new LinkedHashMap<>();
        seen.forEach(event -> byType.computeIfAbsent(event.topic() + event.type(), type -> new ArrayList<>())
                .add(event));
        byType.values().forEach(this::printOfOneType);
    }

    private void printOfOneType(List<SeenEvent> same) {
        same.stream().limit(SHOWN_OF_A_TYPE).forEach(this::print);
        if (same.size() > SHOWN_OF_A_TYPE) {
            SeenEvent last = same.getLast();
            out.printf(
                    "      %-19s %-25s %d more until %s%n",
                    last.topic(), last.type(), same.size() - SHOWN_OF_A_TYPE, time(last.at()));
        }
    }

    private void print(SeenEvent event) {
        out.printf("      %-19s %-25s %-36s %s%n", event.topic(), event.type(), event.key(), time(event.at()));
    }

    private static String time(Instant instant) {
        return TIME.format(instant);
    }
}
