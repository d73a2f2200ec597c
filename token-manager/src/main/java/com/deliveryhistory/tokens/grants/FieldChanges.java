package com.deliveryhistory.tokens.grants;

import java.util.List;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/**
 * What one write does to the fields of a stored grant: as an update, or as the document that an upsert with that update
 * would insert, for stores to take in without looking for it.
 */
final class FieldChanges {

    private final Document update = new Document();
    private final Document inserted = new Document();

    /** Sets a field, or takes it away. */
    FieldChanges set(String field, @Nullable Object value) {
        if (value == null) {
            return unset(field);
        }
        of("$set").append(field, value);
        inserted.append(field, value);
        return this;
    }

    FieldChanges unset(String field) {
        of("$unset").append(field, "");
        return this;
    }

    FieldChanges increment(String field) {
        of("$inc").append(field, 1L);
        inserted.append(field, 1L);
        return this;
    }

    /** Sets a field unless it has a higher value. */
    FieldChanges raise(String field, Object value) {
        of("$max").append(field, value);
        inserted.append(field, value);
        return this;
    }

    /** Adds to the end of a list. */
    FieldChanges push(String field, List<Document> elements) {
        of("$push").append(field, new Document("$each", elements));
        inserted.append(field, elements);
        return this;
    }

    private Document of(String operator) {
        Document fields = update.get(operator, Document.class);
        if (fields == null) {
            fields = new Document();
            update.append(operator, fields);
        }
        return fields;
    }

    Bson update() {
        return update;
    }

    Document insert(String id) {
        Document document = new Document("_id", id);
        document.putAll(inserted);
        return document;
    }
}
