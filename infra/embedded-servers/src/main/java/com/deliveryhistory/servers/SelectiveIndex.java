package com.deliveryhistory.servers;

import de.bwaldvogel.mongo.MongoCollection;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.KeyValue;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.bson.ObjectId;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A unique index that also serves queries which ask for more than its fields, as guarded writes do. The original looks
 * through the whole collection for those, and for each of a bulk write anew. What an index finds is held against the whole
 * query in any case, so it need only find enough.
 */
final class SelectiveIndex<P> extends Index<P> {

    private final Index<P> index;

    SelectiveIndex(Index<P> index, boolean sparse) {
        super(index.getName(), index.getKeys(), sparse);
        this.index = index;
    }

    @Override
    public boolean canHandle(Document query) {
        return index.canHandle(query) || servedPart(query).isPresent();
    }

    @Override
    public Iterable<P> getPositions(Document query) {
        if (index.canHandle(query)) {
            return index.getPositions(query);
        }
        Set<P> positions = new LinkedHashSet<>(); // a list has a position for each of its elements
        index.getPositions(servedPart(query).orElseThrow()).forEach(positions::add);
        return positions;
    }

    /** What the query says of exactly this index's fields; empty if it does not say which values they have. */
    private Optional<Document> servedPart(Document query) {
        Document part = new Document();
        for (String field : keys()) {
            Optional<Object> value = conjuncts(query)
                    .flatMap(conjunct -> Stream.ofNullable(conjunct.get(field)))
                    .filter(this::isServed)
                    .findFirst();
            if (value.isEmpty()) {
                return Optional.empty();
            }
            part.put(field, value.get());
        }
        return Optional.of(part);
    }

    /** The conditions that a document has to meet, every one of them. */
    static Stream<Document> conjuncts(Document query) {
        Stream<Document> nested = query.get("$and") instanceof Collection<?> all
                ? all.stream()
                        .filter(Document.class::isInstance)
                        .map(Document.class::cast)
                        .flatMap(SelectiveIndex::conjuncts)
                : Stream.empty();
        return Stream.concat(Stream.of(query), nested);
    }

    private boolean isServed(Object condition) {
        boolean alternatives = !isCompoundIndex()
                && condition instanceof Document operator
                && operator.size() == 1
                && operator.get("$in") instanceof Collection<?> values
                && values.stream().allMatch(SelectiveIndex::isPlain);
        return alternatives || isPlain(condition);
    }

    /** A value that equals nothing but itself, so neither a pattern nor what also means a missing field. */
    private static boolean isPlain(@Nullable Object value) {
        return value instanceof String
                || value instanceof Number
                || value instanceof Instant
                || value instanceof UUID
                || value instanceof ObjectId;
    }

    @Override
    public P getPosition(Document document) {
        return index.getPosition(document);
    }

    @Override
    public Set<KeyValue> getKeyValues(Document document) {
        return index.getKeyValues(document);
    }

    @Override
    public void checkAdd(Document document, MongoCollection<P> collection) {
        index.checkAdd(document, collection);
    }

    @Override
    public void add(Document document, P position, MongoCollection<P> collection) {
        index.add(document, position, collection);
    }

    @Override
    public P remove(Document document) {
        return index.remove(document);
    }

    @Override
    public void checkUpdate(Document before, Document after, MongoCollection<P> collection) {
        index.checkUpdate(before, after, collection);
    }

    @Override
    public void updateInPlace(Document before, Document after, P position, MongoCollection<P> collection) {
        index.updateInPlace(before, after, position, collection);
    }

    @Override
    public long getCount() {
        return index.getCount();
    }

    @Override
    public long getDataSize() {
        return index.getDataSize();
    }

    @Override
    public boolean isUnique() {
        return index.isUnique();
    }

    @Override
    public void drop() {
        index.drop();
    }
}
