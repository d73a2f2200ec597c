package com.deliveryhistory.tokens.custody;

import com.mongodb.client.FindIterable;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.bson.BsonArray;
import org.bson.BsonBinary;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/**
 * The key vault collection as the driver's encryption sees it. By itself the driver opens a second connection pool,
 * reads every data key by a query of its own, and stores every new one by a write of its own; here it finds the keys
 * that were read for many grants at once, and hands over new ones to be stored together.
 */
final class KeyVault {

    private static final Map<BsonBinary, BsonDocument> NOTHING = Map.of();

    private final MongoCollection<BsonDocument> keys;
    private final ThreadLocal<Map<BsonBinary, BsonDocument>> atHand = ThreadLocal.withInitial(() -> NOTHING);
    private final ThreadLocal<List<BsonDocument>> made = ThreadLocal.withInitial(ArrayList::new);

    /** So that proxies have their types. */
    private interface Keys extends MongoCollection<BsonDocument> {}

    /** So that proxies have their types. */
    private interface FoundKeys extends FindIterable<BsonDocument> {}

    KeyVault(MongoCollection<BsonDocument> keys) {
        this.keys = keys;
    }

    /** What the driver's encryption takes for a connection of its own. */
    MongoClient client() {
        Keys collection = proxy(Keys.class, this::onCollection);
        MongoDatabase database =
                proxy(MongoDatabase.class, (proxy, method, arguments) -> answer(method, "getCollection", collection));
        return proxy(
                MongoClient.class,
                (proxy, method, arguments) -> method.getName().equals("close")
                        ? null // the connections are not its own
                        : answer(method, "getDatabase", database));
    }

    /** Does something for which these data keys need not be read. */
    <T> T with(Collection<BsonDocument> dataKeys, Supplier<T> work) {
        Map<BsonBinary, BsonDocument> byId = new HashMap<>();
        dataKeys.forEach(key -> byId.put(key.getBinary("_id"), key));
        atHand.set(byId);
        try {
            return work.get();
        } finally {
            atHand.remove();
        }
    }

    /** The data key that the driver makes meanwhile, and that is not stored yet. */
    BsonDocument made(Runnable making) {
        try {
            making.run();
            return made.get().getFirst();
        } finally {
            made.remove();
        }
    }

    private @Nullable Object onCollection(Object proxy, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        String name = method.getName();
        if (name.startsWith("with")) {
            return proxy; // read and write concern are the collection's own, and strong enough
        }
        if (name.equals("insertOne") && arguments != null && arguments[0] instanceof BsonDocument key) {
            made.get().add(key.clone());
            return null;
        }
        if (name.equals("find") && arguments != null && arguments[0] instanceof Bson filter) {
            return find(filter.toBsonDocument());
        }
        try {
            return method.invoke(keys, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    /** The library asks for {@code {$or: [{_id: {$in: […]}}, {keyAltNames: {$in: […]}}]}}. */
    private FindIterable<BsonDocument> find(BsonDocument filter) {
        if (!(filter.get("$or") instanceof BsonArray either) || either.size() != 2) {
            return keys.find(filter);
        }
        List<BsonValue> ids = wanted(either.getFirst(), "_id");
        if (ids.isEmpty() || !wanted(either.getLast(), "keyAltNames").isEmpty()) {
            return keys.find(filter);
        }
        Map<BsonBinary, BsonDocument> known = atHand.get();
        if (!ids.stream().allMatch(id -> id.isBinary() && known.containsKey(id.asBinary()))) {
            // as it is, every store finds it by the index
            return keys.find(
                    ids.size() == 1
                            ? new BsonDocument("_id", ids.getFirst())
                            : new BsonDocument("_id", new BsonDocument("$in", new BsonArray(ids))));
        }
        List<BsonDocument> found =
                ids.stream().map(id -> known.get(id.asBinary())).toList();
        return proxy(FoundKeys.class, (proxy, method, arguments) -> {
            if (method.getName().equals("into") && arguments != null && arguments[0] instanceof Collection<?> all) {
                addTo(all, found);
                return all;
            }
            throw new UnsupportedOperationException(method.toString());
        });
    }

    @SuppressWarnings("unchecked")
    private static void addTo(Collection<?> all, List<BsonDocument> found) {
        ((Collection<BsonDocument>) all).addAll(found);
    }

    private static List<BsonValue> wanted(BsonValue condition, String field) {
        return condition.isDocument()
                        && condition.asDocument().get(field) instanceof BsonDocument in
                        && in.get("$in") instanceof BsonArray values
                ? values.getValues()
                : List.of();
    }

    private static Object answer(Method method, String expected, Object answer) {
        if (!method.getName().equals(expected)) {
            throw new UnsupportedOperationException(method.toString());
        }
        return answer;
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
