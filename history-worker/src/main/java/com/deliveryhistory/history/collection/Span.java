package com.deliveryhistory.history.collection;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A span of time: from its first instant up to, and without, its last. */
public record Span(Instant from, Instant to) {

    /** These spans with one more, the oldest first; those that touch or overlap are one. */
    static List<Span> with(List<Span> spans, Span added) {
        List<Span> merged = new ArrayList<>();
        Span grown = added;
        for (Span span : spans) {
            if (span.to.isBefore(grown.from) || grown.to.isBefore(span.from)) {
                merged.add(span);
            } else {
                grown = new Span(earlier(span.from, grown.from), later(span.to, grown.to));
            }
        }
        merged.add(grown);
        merged.sort(Comparator.comparing(Span::from));
        return merged;
    }

    /** What of these spans is not before this. */
    static List<Span> since(List<Span> spans, Instant begin) {
        return spans.stream()
                .filter(span -> span.to.isAfter(begin))
                .map(span -> new Span(later(span.from, begin), span.to))
                .toList();
    }

    /** Its parts that are in none of these spans. */
    List<Span> without(Stream<Span> others) {
        List<Span> left = List.of(this);
        for (Span other : others.toList()) {
            left = left.stream().flatMap(part -> part.without(other)).toList();
        }
        return left;
    }

    private Stream<Span> without(Span other) {
        return Stream.of(new Span(from, earlier(to, other.from)), new Span(later(from, other.to), to))
                .filter(part -> part.from.isBefore(part.to));
    }

    static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
