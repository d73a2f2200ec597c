package com.deliveryhistory.testing;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Stands between the code under test and every call to a collection of its database. */
public interface StoreCalls {

    /** Makes the call, or does something else. */
    @Nullable
    Object call(String method, Supplier<@Nullable Object> effect);

    /** The same database, with every call to its collections made by this. */
    default MongoDatabase on(MongoDatabase database) {
        return proxy(MongoDatabase.class, (proxy, method, arguments) -> {
            Object result = invoke(database, method, arguments);
            return result instanceof MongoCollection<?> collection ? on(collection) : result;
        });
    }

    private Object on(MongoCollection<?> collection) {
        return proxy(
                MongoCollection.class,
                (proxy, method, arguments) -> call(method.getName(), () -> invoke(collection, method, arguments)));
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(StoreCalls.class.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private static @Nullable Object invoke(
            Object target, java.lang.reflect.Method method, @Nullable Object @Nullable [] arguments) {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            if (e.getCause() instanceof Error cause) { // also what a test asserts while its subject is at work
                throw cause;
            }
            throw new IllegalStateException(e);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }
}
