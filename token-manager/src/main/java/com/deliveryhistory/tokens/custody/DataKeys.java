package com.deliveryhistory.tokens.custody;

import com.deliveryhistory.events.CompanyId;
import com.mongodb.ErrorCategory;
import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.vault.DataKeyOptions;
import com.mongodb.client.vault.ClientEncryption;
import java.util.List;
import java.util.Optional;
import org.bson.BsonBinary;
import org.bson.BsonDocument;

/** The data keys, one per company, each encrypted by the key-encryption key: MongoDB's key vault collection. */
final class DataKeys {

    static final String COLLECTION = "dataKeys";

    private static final String KMS_PROVIDER = "local";
    private static final String NAMES = "keyAltNames";

    private final MongoCollection<BsonDocument> keys;
    private final ClientEncryption encryption;

    DataKeys(MongoDatabase database, ClientEncryption encryption) {
        this.keys = database.getCollection(COLLECTION, BsonDocument.class);
        this.encryption = encryption;
    }

    /** The index that makes a second key of the same name impossible, as the driver's documentation asks for. */
    void createIndexes() {
        keys.createIndex(
                Indexes.ascending(NAMES),
                new IndexOptions().unique(true).partialFilterExpression(Filters.exists(NAMES)));
    }

    /**
     * The id of the company's key, which is made if there is none. Looked up each time: the driver keeps keys in memory
     * for a minute by name too, and would go on using one that was deleted.
     */
    BsonBinary of(CompanyId company) {
        return named(nameFor(company));
    }

    Optional<BsonBinary> find(CompanyId company) {
        return find(nameFor(company));
    }

    BsonBinary named(String name) {
        return find(name).orElseGet(() -> create(name));
    }

    private Optional<BsonBinary> find(String name) {
        return Optional.ofNullable(keys.find(Filters.eq(NAMES, name)).first()).map(key -> key.getBinary("_id"));
    }

    void delete(CompanyId company) {
        keys.deleteOne(Filters.eq(NAMES, nameFor(company)));
    }

    private BsonBinary create(String name) {
        try {
            return encryption.createDataKey(KMS_PROVIDER, new DataKeyOptions().keyAltNames(List.of(name)));
        } catch (MongoWriteException e) {
            if (e.getError().getCategory() == ErrorCategory.DUPLICATE_KEY) {
                return named(name); // another instance was quicker
            }
            throw e;
        }
    }

    private static String nameFor(CompanyId company) {
        return "company/" + company;
    }
}
