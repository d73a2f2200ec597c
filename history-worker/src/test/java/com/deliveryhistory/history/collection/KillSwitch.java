package com.deliveryhistory.history.collection;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import java.io.Serial;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Ends a process at one of its writes, before or after it took effect. Then nothing works for it any more. */
final class KillSwitch {

    private static final Set<String> WRITES = Set.of(
            "insertOne",
            "insertMany",
            "bulkWrite",
            "updateOne",
            "updateMany",
            "replaceOne",
            "deleteOne",
            "findOneAndUpdate");

    private final int killAt;
    private final boolean afterEffect;
    private int writes;
    private boolean dead;

    /** @param killAt number of the write, from 0; negative: never */
    KillSwitch(int killAt, boolean afterEffect) {
        this.killAt = killAt;
        this.afterEffect = afterEffect;
    }

    /** Not an exception: no handler sees it, as nobody sees a {@code kill -9}. */
    static final class Killed extends Error {
        @Serial
        private static final long serialVersionUID = 1L;
    }

    int writes() {
        return writes;
    }

    <T> @Nullable T write(Supplier<@Nullable T> effect) {
        boolean last = writes++ == killAt;
        if (last && !afterEffect) {
            dead = true;
        }
        alive();
        T result = effect.get();
        dead |= last;
        alive();
        return result;
    }

    MongoDatabase on(MongoDatabase database) {
        return proxy(MongoDatabase.class, (proxy, method, arguments) -> {
            Object result = invoke(database, method, arguments);
            return result instanceof MongoCollection<?> collection ? on(collection) : result;
        });
    }

    private Object on(MongoCollection<?> collection) {
        return proxy(MongoCollection.class, (proxy, method, arguments) -> {
            alive();
            return WRITES.contains(method.getName())
                    ? write(() -> invoke(collection, method, arguments))
                    : invoke(collection, method, arguments);
        });
    }

    private void alive() {
        if (dead) {
            throw new Killed();
        }
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(KillSwitch.class.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private static @Nullable Object invoke(
            Object target, java.lang.reflect.Method method, @Nullable Object @Nullable [] arguments) {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(e);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }
}
