package com.deliveryhistory.systemtests.observability;

import com.deliveryhistory.localstack.LocalStack;
import com.deliveryhistory.localstack.settings.Part;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The metrics of running services, with the values that their labels have. */
public final class Metrics {

    private static final Pattern SAMPLE = Pattern.compile("([a-zA-Z_:][\\w:]*)(?:\\{(.*)})? \\S+");
    private static final Pattern LABEL = Pattern.compile("([a-zA-Z_]\\w*)=\"((?:[^\"\\\\]|\\\\.)*)\"");

    private final Map<String, Map<String, Set<String>>> labels = new TreeMap<>();

    private Metrics() {}

    /** Asks all three services. */
    public static Metrics of(LocalStack stack) {
        Metrics metrics = new Metrics();
        try (var http = HttpClient.newHttpClient()) {
            for (Part service : Part.services()) {
                var address = stack.managementUrl(service).resolve("/actuator/prometheus");
                metrics.read(http.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString())
                        .body());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        return metrics;
    }

    private void read(String exposition) {
        exposition.lines().filter(line -> !line.startsWith("#")).forEach(line -> {
            var sample = SAMPLE.matcher(line);
            if (!sample.matches()) {
                throw new IllegalArgumentException("Not a sample: " + line);
            }
            Map<String, Set<String>> known = labels.computeIfAbsent(sample.group(1), name -> new TreeMap<>());
            if (sample.group(2) != null) {
                LABEL.matcher(sample.group(2))
                        .results()
                        .forEach(label -> known.computeIfAbsent(label.group(1), name -> new TreeSet<>())
                                .add(label.group(2)));
            }
        });
    }

    Set<String> names() {
        return labels.keySet();
    }

    boolean has(String name) {
        return labels.containsKey(name);
    }

    /** The labels of a metric and their values. */
    Map<String, Set<String>> labels(String name) {
        return labels.getOrDefault(name, Map.of());
    }
}
