package com.deliveryhistory.testing;

import com.mongodb.MongoCommandException;
import com.mongodb.client.MongoClient;
import com.mongodb.event.CommandListener;
import com.mongodb.event.CommandStartedEvent;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonValue;
import org.bson.Document;

/**
 * What a service asks its store, without the values, and the indexes that it makes, as the driver sends them. Add it to
 * the service's {@code MongoClientSettings} as a command listener.
 */
public final class AskedQueries implements CommandListener {

    private static final int NO_SUCH_COMMAND = 59;
    private static final BsonInt32 NO_LIMIT = new BsonInt32(0);

    /** Each with an example. */
    private final Map<Query, Example> queries = new ConcurrentHashMap<>();

    private final Set<Index> indexes = ConcurrentHashMap.newKeySet();
    private final Set<Query> writesOfOne = ConcurrentHashMap.newKeySet();

    /**
     * A query.
     *
     * @param fixed fields that have to have one of some values
     * @param ranged fields of which something else is asked
     */
    public record Query(String collection, Set<String> fixed, Set<String> ranged, List<String> sortedBy) {

        /**
         * Equality first, then what it is sorted by, then ranges; an index on a part of the documents is asked for by
         * name. Of documents that are asked for by their ids it does not matter how many there are.
         */
        public boolean isServedBy(Index index) {
            if (fixed.contains("_id")) {
                return true;
            }
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

    /** What the server can be asked about: the part of a command that finds documents. */
    private record Example(String database, BsonDocument filter, BsonDocument sort) {}

    public Set<Query> queries() {
        return Set.copyOf(queries.keySet());
    }

    /**
     * What finds a single document that is then written. In a collection that is spread over shards by this field, such a
     * write goes to the shard that has the document only if it is named.
     */
    public Set<Query> writesOfOneThatDoNotName(String field) {
        return writesOfOne.stream()
                .filter(query -> !query.fixed().contains(field))
                .collect(Collectors.toUnmodifiableSet());
    }

    /**
     * The queries for which the server looks through a whole collection. A server that cannot explain what it does is
     * judged by the indexes that it was told to make.
     *
     * @param server the one that was asked
     */
    public Set<Query> notServedByAnIndex(MongoClient server) {
        Set<Index> usable = new HashSet<>(indexes);
        queries.keySet().forEach(query -> usable.add(new Index(query.collection(), List.of("_id"), Set.of())));
        Set<Query> unserved = new HashSet<>();
        queries.forEach((query, example) -> {
            Optional<String> plan = explained(server, query.collection(), example);
            boolean served = plan.map(steps -> !steps.contains("COLLSCAN"))
                    .orElseGet(() -> usable.stream().anyMatch(query::isServedBy));
            if (!served) {
                unserved.add(query);
            }
        });
        return unserved;
    }

    /** The server's plan; empty if it knows no such command. */
    private static Optional<String> explained(MongoClient server, String collection, Example example) {
        Document find = new Document("find", collection).append("filter", example.filter());
        if (!example.sort().isEmpty()) {
            find.append("sort", example.sort());
        }
        try {
            return Optional.of(server.getDatabase(example.database())
                    .runCommand(new Document("explain", find).append("verbosity", "queryPlanner"))
                    .toJson());
        } catch (MongoCommandException e) {
            if (e.getErrorCode() == NO_SUCH_COMMAND) {
                return Optional.empty();
            }
            throw e;
        }
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
            case "find" -> {
                BsonDocument filter = command.getDocument("filter", new BsonDocument());
                boolean anyOne = filter.isEmpty()
                        && Math.abs(command.getNumber("limit", NO_LIMIT).intValue()) == 1;
                if (!anyOne) {
                    asked(event, collection, filter);
                }
            }
            case "findAndModify" -> writesOfOne.add(asked(event, collection, command.getDocument("query")));
            case "aggregate" -> {
                BsonDocument first = command.getArray("pipeline").getFirst().asDocument();
                asked(event, collection, first.getDocument("$match", new BsonDocument()));
            }
            case "update" ->
                each(command, "updates", one -> {
                    Query query = asked(event, collection, one.getDocument("q"));
                    if (!one.getBoolean("multi", BsonBoolean.FALSE).getValue()) {
                        writesOfOne.add(query);
                    }
                });
            case "delete" ->
                each(command, "deletes", one -> {
                    Query query = asked(event, collection, one.getDocument("q"));
                    if (one.getNumber("limit").intValue() == 1) {
                        writesOfOne.add(query);
                    }
                });
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

    private Query asked(CommandStartedEvent event, String collection, BsonDocument filter) {
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
        BsonDocument sort = event.getCommand().getDocument("sort", new BsonDocument());
        Query query = new Query(collection, fixed, ranged, List.copyOf(sort.keySet()));
        queries.computeIfAbsent(query, added -> new Example(event.getDatabaseName(), filter.clone(), sort.clone()));
        return query;
    }

    private static boolean isFixed(BsonValue value) {
        if (!value.isDocument() || value.asDocument().isEmpty()) {
            return !value.isRegularExpression();
        }
        String operator = value.asDocument().getFirstKey();
        return !operator.startsWith("$") || operator.equals("$in") || operator.equals("$eq");
    }
}
