package com.deliveryhistory.history;

import com.mongodb.event.CommandListener;
import com.mongodb.event.CommandStartedEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/** What the service asks its store, without the values, and the indexes that it makes, as the driver sends them. */
public final class AskedQueries implements CommandListener {

    private final Set<Query> queries = ConcurrentHashMap.newKeySet();
    private final Set<Index> indexes = ConcurrentHashMap.newKeySet();

    /**
     * A query.
     *
     * @param fixed fields that have to have one of some values
     * @param ranged fields of which something else is asked
     */
    public record Query(String collection, Set<String> fixed, Set<String> ranged, List<String> sortedBy) {

        /** Equality first, then what it is sorted by, then ranges; an index on a part of the documents is asked for by name. */
        public boolean isServedBy(Index index) {
            List<String> fields = index.fields();
            int equal = 0;
            while (equal < fields.size() && fixed.contains(fields.get(equal))) {
                equal++;
            }
            List<String> rest = fields.subList(equal, fields.size());
            boolean narrows = equal > 0 || (!rest.isEmpty() && ranged.contains(rest.getFirst()));
            boolean sorts = rest.size() >= sortedBy.size()
                    && rest.subList(0, sortedBy.size()).equals(sortedBy);
            return index.collection().equals(collection)
                    && narrows
                    && (sorts || isText(rest))
                    && (fixed.containsAll(index.partialOn()) || ranged.containsAll(index.partialOn()));
        }

        /** Of the few packages that have a word that begins so, the server sorts what it found. */
        private boolean isText(List<String> rest) {
            return ranged.contains("words")
                    && !rest.isEmpty()
                    && rest.getFirst().equals("words");
        }
    }

    /**
     * An index.
     *
     * @param partialOn fields that its documents must have
     */
    public record Index(String collection, List<String> fields, Set<String> partialOn) {}

    public Set<Query> queries() {
        return Set.copyOf(queries);
    }

    public Set<Index> indexes() {
        return Set.copyOf(indexes);
    }

    @Override
    public void commandStarted(CommandStartedEvent event) {
        BsonDocument command = event.getCommand();
        BsonValue of = command.get(event.getCommandName());
        if (of == null || !of.isString()) {
            return;
        }
        String collection = of.asString().getValue();
        switch (event.getCommandName()) {
            case "find" -> asked(collection, command.getDocument("filter", new BsonDocument()), sort(command));
            case "findAndModify" -> asked(collection, command.getDocument("query"), sort(command));
            case "aggregate" -> {
                BsonDocument first = command.getArray("pipeline").getFirst().asDocument();
                asked(collection, first.getDocument("$match", new BsonDocument()), List.of());
            }
            case "update" -> each(command, "updates", one -> asked(collection, one.getDocument("q"), List.of()));
            case "delete" -> each(command, "deletes", one -> asked(collection, one.getDocument("q"), List.of()));
            case "createIndexes" ->
                each(
                        command,
                        "indexes",
                        one -> indexes.add(new Index(
                                collection,
                                List.copyOf(one.getDocument("key").keySet()),
                                Set.copyOf(one.getDocument("partialFilterExpression", new BsonDocument())
                                        .keySet()))));
            default -> {
                // asks for nothing
            }
        }
    }

    private static void each(BsonDocument command, String list, Consumer<BsonDocument> consumer) {
        command.getArray(list).forEach(one -> consumer.accept(one.asDocument()));
    }

    private static List<String> sort(BsonDocument command) {
        return List.copyOf(command.getDocument("sort", new BsonDocument()).keySet());
    }

    private void asked(String collection, BsonDocument filter, List<String> sortedBy) {
        Set<String> fixed = new TreeSet<>();
        Set<String> ranged = new TreeSet<>();
        List<BsonDocument> open = new ArrayList<>(List.of(filter));
        while (!open.isEmpty()) {
            open.removeLast().forEach((field, value) -> {
                if (field.equals("$and")) {
                    value.asArray().forEach(part -> open.add(part.asDocument()));
                } else {
                    (isFixed(value) ? fixed : ranged).add(field);
                }
            });
        }
        queries.add(new Query(collection, fixed, ranged, sortedBy));
    }

    private static boolean isFixed(BsonValue value) {
        if (!value.isDocument() || value.asDocument().isEmpty()) {
            return !value.isRegularExpression();
        }
        String operator = value.asDocument().getFirstKey();
        return !operator.startsWith("$") || operator.equals("$in") || operator.equals("$eq");
    }
}
