package com.deliveryhistory.optin.storage;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.elemMatch;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.lt;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.Updates;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import org.bson.Document;
import org.bson.conversions.Bson;

/**
 * Facts that are still to be told, in the document that they are about. The write that makes one true notes it there: so it
 * will be told even if the process ends right after that, and a sweep finds it. Whoever tells does so in a way that does no
 * harm when it is repeated, and then has the fact forgotten.
 */
public final class UntoldFacts {

    private static final int SWEPT_AT_ONCE = 50;
    private static final String AT = "at";

    private final MongoCollection<Document> documents;
    private final String list;
    private final String id;

    /**
     * Facts in a list of their own.
     *
     * @param list name of the list in the documents
     * @param id the field that names a fact in its list
     */
    public UntoldFacts(MongoCollection<Document> documents, String list, String id) {
        this.documents = documents;
        this.list = list;
        this.id = id;
    }

    public void createIndex() {
        documents.createIndex(Indexes.ascending(list + "." + AT), new IndexOptions().sparse(true));
    }

    /**
     * The part of a write that notes a fact.
     *
     * @param more what else there is to know of it
     */
    public Bson note(String factId, Instant at, Document more) {
        Document fact = new Document(id, factId).append(AT, Date.from(at));
        fact.putAll(more);
        return Updates.push(list, fact);
    }

    /** The facts in a document that was read. */
    public List<Document> in(Document document) {
        return document.getList(list, Document.class, List.of());
    }

    /** The facts in the document of that id. */
    public List<Document> of(String documentId) {
        Document found = documents
                .find(eq("_id", documentId))
                .projection(Projections.include(list))
                .first();
        return found == null ? List.of() : in(found);
    }

    /** What names the fact. */
    public String id(Document fact) {
        return Objects.requireNonNull(fact.getString(id));
    }

    /** When it became true. */
    public static Instant at(Document fact) {
        return Objects.requireNonNull(fact.getDate(AT)).toInstant();
    }

    /** Some documents with facts of before then, which nobody tells who is still at it. */
    public List<Document> cutOff(Instant before) {
        return documents
                .find(lt(list + "." + AT, Date.from(before)))
                .limit(SWEPT_AT_ONCE)
                .into(new ArrayList<>());
    }

    /** The same, but only those with a fact of which this field is false. */
    public List<Document> cutOff(Instant before, String field) {
        return documents
                .find(and(
                        lt(list + "." + AT, Date.from(before)), // for the index
                        elemMatch(list, and(lt(AT, Date.from(before)), eq(field, false)))))
                .limit(SWEPT_AT_ONCE)
                .into(new ArrayList<>());
    }

    /** The fact was told, so it is forgotten. */
    public void told(String documentId, String factId) {
        documents.updateOne(eq("_id", documentId), Updates.pull(list, new Document(id, factId)));
    }

    /** Notes something more of the fact, if it is still to be told. */
    public void set(String documentId, String factId, String field, Object value) {
        documents.updateOne(
                and(eq("_id", documentId), eq(list + "." + id, factId)), Updates.set(list + ".$." + field, value));
    }

    /** Puts the pseudonym in place of the person in these fields of the facts in these documents. */
    public void rename(Bson which, List<String> fields, Person person, String pseudonym) {
        documents
                .find(which)
                .into(new ArrayList<>())
                .forEach(document -> in(document)
                        .forEach(fact -> fields.stream()
                                .filter(field -> person.isNamedBy(fact.getString(field)))
                                .forEach(field -> set(document.getString("_id"), id(fact), field, pseudonym))));
    }
}
