package com.deliveryhistory.optin;

import com.mongodb.client.MongoDatabase;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.bson.RawBsonDocument;

/** What is there of somebody in the whole database. */
final class Left {

    /** Ended sessions and commands are remembered, by sign-in names and by ids. */
    private static final Set<String> REMEMBERING = Set.of("sessionEnds", "audit");

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
                    if (StandardCharsets.ISO_8859_1
                            .decode(document.getByteBuffer().asNIO())
                            .toString()
                            .contains(text)) {
                        left.merge(collection, 1L, Long::sum);
                    }
                }
            }
        }
        return left;
    }
}
