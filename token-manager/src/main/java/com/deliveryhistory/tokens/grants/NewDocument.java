package com.deliveryhistory.tokens.grants;

import com.mongodb.MongoClientSettings;
import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonInt64;
import org.bson.BsonValue;
import org.bson.Document;
import org.bson.codecs.DecoderContext;
import org.bson.codecs.DocumentCodec;
import org.bson.conversions.Bson;

/** What an upsert with these updates would insert, for stores to take in without looking for it. */
final class NewDocument {

    private static final DocumentCodec DOCUMENTS = new DocumentCodec(MongoClientSettings.getDefaultCodecRegistry());

    private NewDocument() {}

    static Document of(String id, List<Bson> updates) {
        BsonDocument made = new BsonDocument();
        for (Bson update : updates) {
            update.toBsonDocument(BsonDocument.class, MongoClientSettings.getDefaultCodecRegistry())
                    .forEach((operator, fields) ->
                            fields.asDocument().forEach((field, value) -> apply(made, operator, field, value)));
        }
        Document document =
                DOCUMENTS.decode(made.asBsonReader(), DecoderContext.builder().build());
        return document.append("_id", id);
    }

    private static void apply(BsonDocument made, String operator, String field, BsonValue value) {
        switch (operator) {
            case "$set", "$max" -> made.append(field, value);
            case "$inc" -> made.append(field, new BsonInt64(value.asNumber().longValue()));
            case "$push" -> made.append(field, new BsonArray(value.asDocument().getArray("$each")));
            case "$unset" -> {}
            default -> throw new IllegalArgumentException("A new document knows no " + operator);
        }
    }
}
