package com.deliveryhistory.history.feed;

import com.deliveryhistory.history.Feeds;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A page with one thing wrong with it, by a seed: the same seed makes the same page.
 *
 * @param page each character a byte
 * @param untouched tracking numbers of the records, each of a number of its own, of which nothing was changed
 * @param insideOneRecord whether what was changed lies in a single record, so that all around it is as it should be
 * @param what was done, for the reader of a failed test
 */
public record FuzzedPage(String page, Set<String> untouched, boolean insideOneRecord, String what) {

    public static final String BOOKMARK = "bW9yZQ==";

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final LocalDateTime AT = LocalDateTime.parse("2026-07-13T13:52:07");
    private static final int HUGE = 60_000;
    private static final int DEEP = 20_000;
    private static final List<String> VALUES = List.of(
            "null",
            "true",
            "7",
            "-1.5e300",
            "\"\"",
            "\" \"",
            "{}",
            "[]",
            "[[]]",
            "{\"\": {}}",
            "\"\\ud800\"",
            "\"\\u0000\\u0007\\u001b\"",
            "\"\\u202e=cmd|' /C calc'!A0\"",
            "\"99999999\"",
            "[\"20260713\", \"20260714\"]",
            "{\"TrackingNumber\": \"1ZELSE\"}");
    private static final List<String> NAMES = List.of(
            "",
            " ",
            "TrackingNumber",
            "Package",
            "Delivery",
            "Date",
            "date",
            "\ud800",
            "\u0000",
            "$where",
            "a.b",
            "_id");

    /** The page as it should be; each record has a tracking number of its own, all with the prefix. */
    public static String sound(String prefix) {
        String first = Feeds.page(
                BOOKMARK,
                Feeds.manifest(prefix + "01", AT),
                Feeds.origin(prefix + "02", AT),
                Feeds.exception(prefix + "03", AT),
                Feeds.delivery(prefix + "04", AT),
                Feeds.generic("OD", prefix + "05", AT));
        JsonNode page = JSON.readTree(first);
        ArrayNode files =
                (ArrayNode) page.at("/QuantumViewResponse/QuantumViewEvents/SubscriptionEvents/SubscriptionFile");
        JsonNode second = JSON.readTree(Feeds.page(
                        null,
                        Feeds.generic("VM", prefix + "06", AT),
                        Feeds.delivery(prefix + "07", AT),
                        Feeds.exception(prefix + "08", AT))
                .replace("260713_140501001", "260713_150501001"));
        files.addAll(
                (ArrayNode) second.at("/QuantumViewResponse/QuantumViewEvents/SubscriptionEvents/SubscriptionFile"));
        ((ArrayNode) files.get(1).get("Delivery")).add(delivery(prefix + "09")).add(delivery(prefix + "10"));
        return page.toString();
    }

    private static JsonNode delivery(String trackingNumber) {
        return JSON.readTree("{" + Feeds.delivery(trackingNumber, AT) + "}")
                .get("Delivery")
                .get(0);
    }

    /** One thing wrong in one record, the page still being JSON. */
    public static FuzzedPage insideOneRecord(String prefix, long seed) {
        Random random = new Random(seed);
        String sound = sound(prefix);
        Map<String, String> records = records(sound, prefix);
        List<String> numbers = List.copyOf(records.keySet());
        String victim = numbers.get(random.nextInt(numbers.size()));
        String record = records.getOrDefault(victim, "");
        Change change = change(record, random);
        return new FuzzedPage(
                sound.replace(record, change.text()),
                numbers.stream().filter(number -> !number.equals(victim)).collect(Collectors.toSet()),
                true,
                "%s: %s".formatted(victim, change.what()));
    }

    /** One thing wrong anywhere; whether that is still JSON, nobody knows. */
    public static FuzzedPage anywhere(String prefix, long seed) {
        Random random = new Random(seed);
        String sound = sound(prefix);
        int from = random.nextInt(sound.length());
        int to = from + random.nextInt(Math.min(400, sound.length() - from));
        String instead = switch (random.nextInt(7)) {
            case 0 -> "";
            case 1 -> VALUES.get(random.nextInt(VALUES.size()));
            case 2 -> List.of("{", "}", "[", "]", ",", ":", "\"", "\\").get(random.nextInt(8));
            case 3 -> "[".repeat(DEEP);
            case 4 -> "\ufffe\u0001";
            case 5 -> {
                to = sound.length();
                yield "";
            }
            default -> sound.substring(from, to) + sound.substring(from, to);
        };
        int end = to;
        Set<String> untouched = new TreeSet<>();
        records(sound, prefix).forEach((number, record) -> {
            int at = sound.indexOf(record);
            if (at > end || at + record.length() <= from) {
                untouched.add(number);
            }
        });
        StringBuilder page = new StringBuilder(sound).replace(from, end, instead);
        if (random.nextInt(5) == 0 && from < page.length()) {
            page.setCharAt(from, '\u00fe'); // no UTF-8
        }
        return new FuzzedPage(
                page.toString(), untouched, false, "%d to %d replaced by %.40s".formatted(from, end, instead));
    }

    public byte[] bytes() {
        return page.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** The records' texts by tracking number. */
    private static Map<String, String> records(String page, String prefix) {
        Map<String, String> records = new LinkedHashMap<>();
        for (JsonNode file :
                JSON.readTree(page).at("/QuantumViewResponse/QuantumViewEvents/SubscriptionEvents/SubscriptionFile")) {
            for (JsonNode kind : file) {
                if (kind.isArray()) {
                    kind.forEach(record -> {
                        String text = record.toString();
                        int at = text.indexOf(prefix);
                        records.put(text.substring(at, at + prefix.length() + 2), text);
                    });
                }
            }
        }
        return records;
    }

    private record Change(String text, String what) {}

    private static Change change(String record, Random random) {
        JsonNode tree = JSON.readTree(record);
        List<ObjectNode> objects = new ArrayList<>();
        collect(tree, objects);
        ObjectNode parent = objects.get(random.nextInt(objects.size()));
        List<String> names = List.copyOf(parent.propertyNames());
        if (names.isEmpty()) {
            return new Change("[" + record + "]", "in a list of its own");
        }
        String name = names.get(random.nextInt(names.size()));
        String mark = "\"@@mark@@\"";
        switch (random.nextInt(8)) {
            case 0 -> parent.remove(name);
            case 1 -> {
                JsonNode value = parent.remove(name);
                parent.set(NAMES.get(random.nextInt(NAMES.size())), value);
            }
            case 2 -> {
                JsonNode value = parent.get(name);
                parent.set(name, JSON.createArrayNode().add(value).add(value));
            }
            case 3 -> {
                String twice = "\"" + name + "\":" + parent.get(name);
                return new Change(
                        record.replaceFirst("\\{", "{" + Matcher.quoteReplacement(twice) + ","), name + " twice");
            }
            case 4 -> {
                parent.put(name, "@@mark@@");
                return new Change(tree.toString().replace(mark, "[".repeat(DEEP) + "]".repeat(DEEP)), name + " deep");
            }
            case 5 -> {
                parent.put(name, "@@mark@@");
                return new Change(
                        tree.toString()
                                .replace(
                                        mark, random.nextBoolean() ? "9".repeat(HUGE) : "\"" + "x".repeat(HUGE) + "\""),
                        name + " huge");
            }
            case 6 -> parent.set("n".repeat(HUGE), parent.remove(name));
            default -> {
                String value = VALUES.get(random.nextInt(VALUES.size()));
                parent.put(name, "@@mark@@");
                return new Change(tree.toString().replace(mark, value), name + " is " + value);
            }
        }
        return new Change(tree.toString(), name + " removed, renamed or doubled");
    }

    private static void collect(JsonNode node, List<ObjectNode> objects) {
        if (node instanceof ObjectNode object) {
            objects.add(object);
        }
        node.forEach(child -> collect(child, objects));
    }
}
