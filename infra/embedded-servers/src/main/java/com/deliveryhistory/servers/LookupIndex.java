package com.deliveryhistory.servers;

import de.bwaldvogel.mongo.MongoCollection;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.backend.Missing;
import de.bwaldvogel.mongo.backend.Utils;
import de.bwaldvogel.mongo.bson.Document;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An index that is not unique, which the original ignores: it would look through the whole collection for what one company
 * has. Serves queries that name a text for its first field; what is found is held against the whole query in any case, so
 * it need only find enough. Kept in memory, and made anew from the documents when the store is opened.
 */
final class LookupIndex extends Index<Object> {

    private static final String ID = "_id";

    private final String field;
    private final Map<String, Set<Object>> positions = new HashMap<>();

    /** Of documents in which the field is anything but one text: a list, above all. They may match whatever is asked. */
    private final Set<Object> others = new LinkedHashSet<>();

    LookupIndex(String name, List<IndexKey> keys) {
        super(name, keys, true); // a document that lacks the field is not in it
        this.field = keys.getFirst().getKey();
    }

    @Override
    public boolean canHandle(Document query) {
        return wanted(query).isPresent();
    }

    @Override
    public Iterable<Object> getPositions(Document query) {
        Set<Object> found =
                new LinkedHashSet<>(positions.getOrDefault(wanted(query).orElseThrow(), Set.of()));
        found.addAll(others);
        return found;
    }

    private Optional<String> wanted(Document query) {
        return SelectiveIndex.conjuncts(query)
                .map(conjunct -> conjunct.get(field))
                .filter(String.class::isInstance)
                .map(String.class::cast)
                .findFirst();
    }

    @Override
    public void add(Document document, Object position, MongoCollection<Object> collection) {
        Object value = value(document);
        if (value instanceof String text) {
            positions.computeIfAbsent(text, first -> new LinkedHashSet<>()).add(position);
        } else if (value != null) {
            others.add(position);
        }
    }

    /** What it returns is held against what other indexes say, and they know. */
    @Override
    public @Nullable Object remove(Document document) {
        Object value = value(document);
        Object position = Missing.ofNullable(document.get(ID)); // as the H2 backend has it
        if (value instanceof String text) {
            positions.computeIfPresent(text, (same, held) -> held.remove(position) && held.isEmpty() ? null : held);
        } else {
            others.remove(position);
        }
        return null;
    }

    @Override
    public void updateInPlace(Document before, Document after, Object position, MongoCollection<Object> collection) {
        if (!Objects.equals(value(before), value(after))) {
            remove(before);
            add(after, position, collection);
        }
    }

    /** {@code null} if there is nothing that equals a text. */
    private @Nullable Object value(Document document) {
        Object value = Utils.getSubdocumentValueCollectionAware(document, field);
        return value instanceof Missing ? null : value;
    }

    @Override
    public @Nullable Object getPosition(Document document) {
        return null;
    }

    @Override
    public void checkAdd(Document document, MongoCollection<Object> collection) {
        // any value may be there twice
    }

    @Override
    public void checkUpdate(Document before, Document after, MongoCollection<Object> collection) {
        // any value may be there twice
    }

    @Override
    public long getCount() {
        return (long) positions.size() + others.size();
    }

    @Override
    public long getDataSize() {
        return 0;
    }

    @Override
    public void drop() {
        positions.clear();
        others.clear();
    }
}
