package com.deliveryhistory.tokens.custody;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.nor;
import static com.mongodb.client.model.Filters.regex;

import com.deliveryhistory.events.CompanyId;
import com.mongodb.ErrorCategory;
import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.Updates;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bson.BsonBinary;
import org.bson.BsonDocument;
import org.bson.conversions.Bson;

/**
 * The data keys, each encrypted by a master key: MongoDB's key vault collection.
 *
 * <p>A company has one current key, which bears its name. A key that is to go is <em>retired</em> first: it loses the
 * name, so that nobody encrypts with it any more, and is deleted when no stored tokens need it. Whoever stored tokens
 * where there were none looks afterwards whether the key is still current, and whoever deletes looks at the stored
 * tokens after retiring: one of both always sees the other.
 */
final class DataKeys {

    static final String COLLECTION = "dataKeys";

    private static final String ID = "_id";
    private static final String NAMES = "keyAltNames";
    private static final String MASTER_KEY = "masterKey";
    private static final String PROVIDER = MASTER_KEY + ".provider";
    private static final String COMPANY = "company/";
    private static final String RETIRED = "retired/";

    private final MongoCollection<BsonDocument> keys;

    /** Makes a data key of this name and stores it. */
    interface Maker {
        BsonBinary make(String name);
    }

    DataKeys(MongoCollection<BsonDocument> keys) {
        this.keys = keys;
    }

    /** The unique one makes a second key of the same name impossible, as the driver's documentation asks for. */
    void createIndexes() {
        keys.createIndex(
                Indexes.ascending(NAMES),
                new IndexOptions().unique(true).partialFilterExpression(Filters.exists(NAMES)));
        keys.createIndex(Indexes.ascending(PROVIDER));
    }

    /** The id of the company's current key, which is made if there is none. */
    BsonBinary current(CompanyId company, Maker maker) {
        return named(COMPANY + company, maker);
    }

    Optional<BsonBinary> current(CompanyId company) {
        return find(COMPANY + company);
    }

    /** The current keys of those of the companies that have one. */
    Map<CompanyId, BsonBinary> current(Collection<CompanyId> companies) {
        Map<CompanyId, BsonBinary> found = new HashMap<>();
        List<String> names =
                companies.stream().map(company -> COMPANY + company).toList();
        keys.find(in(NAMES, names))
                .projection(Projections.include(NAMES))
                .forEach(key -> found.put(
                        new CompanyId(key.getArray(NAMES)
                                .getFirst()
                                .asString()
                                .getValue()
                                .substring(COMPANY.length())),
                        key.getBinary(ID)));
        return found;
    }

    /** Those of the keys that are some company's current one. */
    Set<BsonBinary> currentAmong(Collection<BsonBinary> ids) {
        return keys.find(and(in(ID, ids), regex(NAMES, "^" + COMPANY)))
                .projection(Projections.include(ID))
                .map(key -> key.getBinary(ID))
                .into(new HashSet<>());
    }

    BsonBinary named(String name, Maker maker) {
        return find(name).orElseGet(() -> {
            try {
                return maker.make(name);
            } catch (MongoWriteException e) {
                if (e.getError().getCategory() == ErrorCategory.DUPLICATE_KEY) {
                    return named(name, maker); // another instance was quicker
                }
                throw e;
            }
        });
    }

    private Optional<BsonBinary> find(String name) {
        return Optional.ofNullable(keys.find(eq(NAMES, name))
                        .projection(Projections.include(ID))
                        .first())
                .map(key -> key.getBinary(ID));
    }

    /** Takes the company's current key out of use; false if that was done meanwhile. */
    boolean retire(CompanyId company, BsonBinary key) {
        return keys.updateOne(
                                and(eq(ID, key), eq(NAMES, COMPANY + company)),
                                Updates.set(NAMES, List.of(RETIRED + COMPANY + company + "/" + key.asUuid())))
                        .getMatchedCount()
                > 0;
    }

    List<BsonBinary> retired(CompanyId company) {
        return keys.find(regex(NAMES, "^" + RETIRED + COMPANY + company + "/"))
                .projection(Projections.include(ID))
                .map(key -> key.getBinary(ID))
                .into(new ArrayList<>());
    }

    void delete(BsonBinary key) {
        keys.deleteOne(eq(ID, key));
    }

    /** The names of the KMS providers that data keys are encrypted with. */
    Set<String> providers() {
        return keys.distinct(PROVIDER, String.class).into(new HashSet<>());
    }

    /** The KMS provider that the key is encrypted with; empty if there is no such key. */
    Optional<String> providerOf(BsonBinary key) {
        return Optional.ofNullable(keys.find(eq(ID, key)).first())
                .map(found ->
                        found.getDocument(MASTER_KEY).getString("provider").getValue());
    }

    long count(String provider) {
        return keys.countDocuments(eq(PROVIDER, provider));
    }

    long count() {
        return keys.countDocuments();
    }

    /** The keys that are not encrypted under the current master key. */
    List<BsonBinary> besides(MasterKeys masterKeys) {
        return ids(nor(masterKeys.current(MASTER_KEY)));
    }

    List<BsonBinary> all() {
        return ids(Filters.empty());
    }

    private List<BsonBinary> ids(Bson filter) {
        return keys.find(filter)
                .projection(Projections.include(ID))
                .map(key -> key.getBinary(ID))
                .into(new ArrayList<>());
    }

    static Bson these(Collection<BsonBinary> ids) {
        return in(ID, ids);
    }
}
