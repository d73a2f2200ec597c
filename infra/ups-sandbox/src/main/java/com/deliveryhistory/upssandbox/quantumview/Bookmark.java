package com.deliveryhistory.upssandbox.quantumview;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where reading goes on. In Base64: subscriber, subscription and last file read, or for unread data, where UPS itself
 * remembers the place, only the subscriber.
 */
record Bookmark(
        String subscriber,
        @Nullable String subscription,
        @Nullable String lastFile) {

    private static final String SEPARATOR = "|";

    static Bookmark afterFile(String subscriber, String subscription, String lastFile) {
        return new Bookmark(subscriber, subscription, lastFile);
    }

    static Bookmark ofUnread(String subscriber) {
        return new Bookmark(subscriber, null, null);
    }

    /** @throws InvalidQuery if the text is no bookmark */
    static Bookmark read(String text) {
        String plain;
        try {
            plain = new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException noBase64) {
            throw InvalidQuery.bookmark();
        }
        List<String> parts = List.of(plain.split("\\|", -1));
        return switch (parts.size()) {
            case 1 -> ofUnread(parts.getFirst());
            case 3 -> afterFile(parts.get(0), parts.get(1), parts.get(2));
            default -> throw InvalidQuery.bookmark();
        };
    }

    String text() {
        String plain = lastFile == null ? subscriber : String.join(SEPARATOR, subscriber, subscription, lastFile);
        return Base64.getEncoder().encodeToString(plain.getBytes(StandardCharsets.UTF_8));
    }
}
