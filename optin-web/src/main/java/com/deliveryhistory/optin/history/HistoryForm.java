package com.deliveryhistory.optin.history;

import com.deliveryhistory.optin.deliveries.PackageQuery;
import com.deliveryhistory.optin.deliveries.PackageQuery.Order;
import com.deliveryhistory.optin.deliveries.PackageStatus;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a person asks of the history, as the address has it: typed or picked in the form, or followed from a link. Public
 * for the templates.
 *
 * @param cursor where the page starts; absent: the first page
 */
public record HistoryForm(
        @Nullable String text,
        @Nullable List<String> status,
        @Nullable String from,
        @Nullable String to,
        @Nullable String order,
        @Nullable String cursor) {

    private static final int LONGEST_TEXT = 100;
    private static final int LONGEST_STATUS = 20;
    private static final int LONGEST_CURSOR = 400;
    private static final int MOST_SHOWN = 10;
    private static final LocalDate FIRST_DAY = LocalDate.of(1, 1, 1);
    private static final LocalDate LAST_DAY = LocalDate.of(9999, 12, 31);

    public HistoryForm {
        text = trimmed(text);
        from = trimmed(from);
        to = trimmed(to);
        order = trimmed(order);
        cursor = trimmed(cursor);
        status = Stream.ofNullable(status)
                .flatMap(List::stream)
                .map(String::strip)
                .filter(value -> !value.isEmpty())
                .distinct()
                .toList();
    }

    @Override
    public List<String> status() {
        return status == null ? List.of() : status;
    }

    /**
     * What is wrong, by the name of the field; the words are in {@code messages.properties}, {@code history.problem.<value>}.
     */
    public Map<String, String> problems() {
        Map<String, String> problems = new LinkedHashMap<>();
        if (text != null && text.length() > LONGEST_TEXT) {
            problems.put("text", "text");
        }
        if (status().stream().anyMatch(value -> named(PackageStatus.values(), value) == null)) {
            problems.put("status", "status");
        }
        if (from != null && day(from) == null) {
            problems.put("from", "from");
        }
        if (to != null && day(to) == null) {
            problems.put("to", "to");
        } else if (isReversed()) {
            problems.put("to", "reversed");
        }
        if (order != null && named(Order.values(), order) == null) {
            problems.put("order", "order");
        }
        if (cursor != null && cursor.length() > LONGEST_CURSOR) {
            problems.put("cursor", "cursor");
        }
        return problems;
    }

    /** What is asked for; what is wrong is left out. */
    public PackageQuery query() {
        Set<PackageStatus> statuses = EnumSet.noneOf(PackageStatus.class);
        status().stream()
                .map(value -> named(PackageStatus.values(), value))
                .filter(Objects::nonNull)
                .forEach(statuses::add);
        Order named = order == null ? null : named(Order.values(), order);
        return new PackageQuery(
                day(from), day(to), statuses, text, Objects.requireNonNullElse(named, Order.NEWEST_FIRST));
    }

    /** Whether not all packages are asked for. */
    public boolean isFiltered() {
        return text != null || from != null || to != null || !status().isEmpty();
    }

    public boolean has(PackageStatus wanted) {
        return status().contains(wanted.name());
    }

    public boolean isOldestFirst() {
        return Order.OLDEST_FIRST.name().equals(order);
    }

    /** The first page with these filters. */
    public String firstPage() {
        return address("/", parameters());
    }

    /** The page with these filters that starts there. */
    public String pageFrom(String start) {
        List<String> parameters = parameters();
        parameters.add(parameter("cursor", start));
        return address("/", parameters);
    }

    /** This very page. */
    public String thisPage() {
        return cursor == null ? firstPage() : pageFrom(cursor);
    }

    /** All packages with these filters as a file. */
    public String file() {
        return address("/deliveries.csv", parameters());
    }

    /**
     * The page that explains what is wrong with what was asked: as it was asked, but of what is too long only as much as
     * shows that it is, so that no address gets longer than a browser or server takes.
     */
    String explanation() {
        HistoryForm shown = new HistoryForm(
                cut(text),
                status().stream()
                        .map(value -> cut(value, LONGEST_STATUS))
                        .limit(MOST_SHOWN)
                        .toList(),
                cut(from),
                cut(to),
                cut(order),
                null);
        List<String> parameters = shown.parameters();
        if (shown.order != null && !shown.isOldestFirst()) {
            parameters.add(parameter("order", shown.order));
        }
        return address("/", parameters);
    }

    /** Where this page is asked for again: {@code /?} or {@code /?name=value&}. */
    String question() {
        String here = thisPage();
        return here.equals("/") ? "/?" : here + "&";
    }

    private List<String> parameters() {
        List<String> parameters = new ArrayList<>();
        Stream.ofNullable(text).map(value -> parameter("text", value)).forEach(parameters::add);
        status().stream().map(value -> parameter("status", value)).forEach(parameters::add);
        Stream.ofNullable(from).map(value -> parameter("from", value)).forEach(parameters::add);
        Stream.ofNullable(to).map(value -> parameter("to", value)).forEach(parameters::add);
        if (isOldestFirst()) {
            parameters.add(parameter("order", Order.OLDEST_FIRST.name()));
        }
        return parameters;
    }

    private static String address(String path, List<String> parameters) {
        return parameters.isEmpty() ? path : path + "?" + String.join("&", parameters);
    }

    private static String parameter(String name, String value) {
        return name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    private boolean isReversed() {
        LocalDate first = day(from);
        LocalDate last = day(to);
        return first != null && last != null && last.isBefore(first);
    }

    private static @Nullable LocalDate day(@Nullable String text) {
        try {
            LocalDate day = text == null ? null : LocalDate.parse(text);
            return day == null || day.isBefore(FIRST_DAY) || day.isAfter(LAST_DAY) ? null : day;
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static <E extends Enum<E>> @Nullable E named(E[] all, String name) {
        return Stream.of(all)
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElse(null);
    }

    private static @Nullable String cut(@Nullable String value) {
        return value == null ? null : cut(value, LONGEST_TEXT + 1);
    }

    private static String cut(String value, int length) {
        return value.length() <= length ? value : value.substring(0, length);
    }

    private static @Nullable String trimmed(@Nullable String value) {
        return value == null || value.isBlank() ? null : value.strip();
    }
}
