package com.deliveryhistory.optin;

import com.mongodb.client.MongoDatabase;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.bson.RawBsonDocument;

/** What is there of somebody in the whole database. */
final class Left {

    /** Ended sessions and commands are remembered, by sign-in names and by ids. */
    private static final Set<String> REMEMBERING = Set.of("sessionEnds", "audit");

    /** UUIDs and hashes. */
    private static final Pattern RANDOM =
            Pattern.compile("\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}|\\p{XDigit}{32,}");

    private Left() {}

    /**
     * How many documents have this text in them, by collection, but for what is to be remembered.
     *
     * @param text of ASCII
     */
    static Map<String, Long> of(MongoDatabase database, String text) {
        Map<String, Long> left = new TreeMap<>();
        for (String collection : database.listCollectionNames().into(new ArrayList<>())) {
            if (!REMEMBERING.contains(collection)) {
                // texts are UTF-8 in BSON, too: nothing has to be read for looking whether one is there
                for (RawBsonDocument document : database.getCollection(collection, RawBsonDocument.class)
                        .find()) {
                    if (has(
                            StandardCharsets.ISO_8859_1
                                    .decode(document.getByteBuffer().asNIO())
                                    .toString(),
                            text)) {
                        left.merge(collection, 1L, Long::sum);
                    }
                }
            }
        }
        return left;
    }

    /** A company's short id may be part of a random one, too. */
    private static boolean has(String document, String text) {
        return document.contains(text)
                && RANDOM.matcher(document).replaceAll("").contains(text);
    }
}
