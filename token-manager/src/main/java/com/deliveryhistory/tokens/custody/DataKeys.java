package com.deliveryhistory.tokens.custody;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.nor;
import static com.mongodb.client.model.Filters.regex;

import com.deliveryhistory.events.CompanyId;
import com.deliveryhistory.services.storage.AlreadyThere;
import com.mongodb.MongoBulkWriteException;
import com.mongodb.ReadConcern;
import com.mongodb.WriteConcern;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.InsertManyOptions;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.Updates;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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

    /** Makes a data key of this name, to be stored. */
    interface Maker {
        BsonDocument make(String name);
    }

    DataKeys(MongoCollection<BsonDocument> keys) {
        this.keys =
                keys.withReadConcern(ReadConcern.MAJORITY).withWriteConcern(WriteConcern.MAJORITY.withJournal(true));
    }

    /** The collection for the driver. */
    KeyVault vault() {
        return new KeyVault(keys);
    }

    /** The unique one makes a second key of the same name impossible, as the driver's documentation asks for. */
    void createIndexes() {
        keys.createIndex(
                Indexes.ascending(NAMES),
                new IndexOptions().unique(true).partialFilterExpression(Filters.exists(NAMES)));
        keys.createIndex(Indexes.ascending(PROVIDER));
    }

    Optional<BsonBinary> current(CompanyId company) {
        return Optional.ofNullable(keys.find(eq(NAMES, COMPANY + company))
                        .projection(Projections.include(ID))
                        .first())
                .map(DataKeys::id);
    }

    /** The current keys of the companies. Where there is none it is made; all of that takes a few round trips. */
    Map<CompanyId, BsonDocument> current(Collection<CompanyId> companies, Maker maker) {
        Map<CompanyId, String> names = new HashMap<>();
        companies.forEach(company -> names.put(company, COMPANY + company));
        Map<String, BsonDocument> byName = named(names.values(), maker);
        Map<CompanyId, BsonDocument> byCompany = new HashMap<>();
        names.forEach((company, name) -> byCompany.put(company, Objects.requireNonNull(byName.get(name))));
        return byCompany;
    }

    /** Keys by their names; those that are missing are made. */
    Map<String, BsonDocument> named(Collection<String> names, Maker maker) {
        Map<String, BsonDocument> found = new HashMap<>();
        Set<String> missing = new LinkedHashSet<>(names);
        while (!missing.isEmpty()) {
            keys.find(missing.size() == 1 ? eq(NAMES, missing.iterator().next()) : in(NAMES, missing))
                    .forEach(key -> key.getArray(NAMES)
                            .forEach(name -> found.put(name.asString().getValue(), key)));
            missing.removeAll(found.keySet());
            Map<String, BsonDocument> made = new LinkedHashMap<>();
            missing.forEach(name -> made.put(name, maker.make(name)));
            if (!made.isEmpty() && insert(made.values())) {
                found.putAll(made);
                missing.clear();
            } // otherwise some were made by another instance, which was quicker: look again
        }
        return found;
    }

    private boolean insert(Collection<BsonDocument> made) {
        try {
            keys.insertMany(List.copyOf(made), new InsertManyOptions().ordered(false));
            return true;
        } catch (MongoBulkWriteException e) {
            if (!AlreadyThere.isAll(e)) {
                throw e;
            }
            return false;
        }
    }

    static BsonBinary id(BsonDocument key) {
        return key.getBinary(ID);
    }

    /** Those of the keys that are some company's current one. */
    Set<BsonBinary> currentAmong(Collection<BsonBinary> ids) {
        return keys.find(and(in(ID, ids), regex(NAMES, "^" + COMPANY)))
                .projection(Projections.include(ID))
                .map(DataKeys::id)
                .into(new HashSet<>());
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
                .map(DataKeys::id)
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

    boolean isEmpty() {
        return keys.find().projection(Projections.include(ID)).first() == null;
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
                .map(DataKeys::id)
                .into(new ArrayList<>());
    }

    static Bson these(Collection<BsonBinary> ids) {
        return in(ID, ids);
    }
}
