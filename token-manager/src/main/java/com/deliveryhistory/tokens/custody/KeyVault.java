package com.deliveryhistory.tokens.custody;

import com.mongodb.client.FindIterable;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
 * that were read for many grants at once or a moment ago, and hands over new ones to be stored together.
 *
 * <p>The driver offers no place for this, so it gets a client of ours through a constructor that it does not promise to
 * keep ({@link Encryption}). The supported way, its own client and opened keys kept for a minute, costs the same for
 * 2,000 companies (as measured). With more its library looks through all kept keys one by one for each operation, under
 * a lock; and keys that are not kept cost a round trip for each grant, also where opt-ins come in batches. What the driver does with the client is little: {@code find} and {@code insertOne} are answered here, each
 * other call on the collection goes to the collection itself, and whatever else is called fails by name. If a release of
 * the driver asks for more, no data key can be made or read, and every test of the vault says so.
 */
final class KeyVault {

    private static final int MOST_KEPT = 10_000;
    private static final Duration KEPT = Duration.ofSeconds(60);

    private static final ThreadLocal<@Nullable BsonDocument> AT_HAND = new ThreadLocal<>();
    private static final ThreadLocal<@Nullable BsonValue> SERVED = new ThreadLocal<>();
    private static final ThreadLocal<List<BsonDocument>> MADE = ThreadLocal.withInitial(ArrayList::new);

    private final MongoCollection<BsonDocument> keys;
    private final Map<BsonValue, Known> known = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<BsonValue, Known> eldest) {
            return size() > MOST_KEPT;
        }
    };

    /** A data key, encrypted as it was when it was read. */
    private record Known(BsonDocument key, long readAt) {}

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

    /** Does something for which this data key need not be read. */
    <T> T with(BsonDocument dataKey, Supplier<T> work) {
        AT_HAND.set(dataKey);
        try {
            return work.get();
        } finally {
            AT_HAND.remove();
        }
    }

    /** The data key that the driver makes meanwhile, and that is not stored yet. */
    BsonDocument made(Runnable making) {
        try {
            making.run();
            return MADE.get().getFirst();
        } finally {
            MADE.remove();
        }
    }

    private @Nullable Object onCollection(Object proxy, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        String name = method.getName();
        if (name.startsWith("with")) {
            return proxy; // read and write concern are the collection's own, and strong enough
        }
        if (name.equals("insertOne") && arguments != null && arguments[0] instanceof BsonDocument key) {
            MADE.get().add(key.clone());
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
        if (ids.size() > 1) {
            return keys.find(new BsonDocument("_id", new BsonDocument("$in", new BsonArray(ids))));
        }
        BsonValue id = ids.getFirst();
        BsonDocument near = AT_HAND.get();
        BsonDocument key = near != null && id.equals(DataKeys.id(near)) ? near : known(id);
        List<BsonDocument> found = key == null ? List.of() : List.of(key);
        return proxy(FoundKeys.class, (proxy, method, arguments) -> answer(method, "into", new ArrayList<>(found)));
    }

    private @Nullable BsonDocument known(BsonValue id) {
        BsonDocument before = fresh(id);
        if (before != null) {
            SERVED.set(id);
            return before;
        }
        BsonDocument read = keys.find(new BsonDocument("_id", id)).first();
        if (read != null) {
            keep(read);
        }
        return read;
    }

    /** Reads these data keys at once, as far as they are not known: each will be asked for soon. */
    void expect(Collection<BsonBinary> ids) {
        Set<BsonBinary> unknown = new HashSet<>(ids);
        unknown.removeIf(id -> fresh(id) != null);
        if (unknown.size() > 1) {
            keys.find(DataKeys.these(unknown)).forEach(this::keep);
        }
    }

    private @Nullable BsonDocument fresh(BsonValue id) {
        synchronized (known) {
            Known before = known.get(id);
            return before == null || System.nanoTime() - before.readAt() >= KEPT.toNanos() ? null : before.key();
        }
    }

    private void keep(BsonDocument key) {
        synchronized (known) {
            known.put(DataKeys.id(key), new Known(key, System.nanoTime()));
        }
    }

    /** Reads all data keys anew from now on. */
    void forgetKnown() {
        synchronized (known) {
            known.clear();
        }
    }

    /** Whether what this thread did last may have failed because it was done with a data key as it was a while ago. */
    boolean wasOutdated() {
        BsonValue id = SERVED.get();
        SERVED.remove();
        if (id == null) {
            return false;
        }
        synchronized (known) {
            known.remove(id);
        }
        return true;
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
