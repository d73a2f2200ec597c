package com.deliveryhistory.tokens.refresh;

import com.mongodb.client.MongoCollection;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Set;
import org.bson.Document;

/** A collection in front of which, or right behind which, the process "crashes" at a chosen write. */
public interface CrashingDocuments extends MongoCollection<Document> {

    Set<String> WRITES = Set.of("updateOne", "updateMany", "findOneAndUpdate", "insertOne", "deleteOne", "bulkWrite");

    static CrashingDocuments of(MongoCollection<Document> real, CrashPlan plan) {
        InvocationHandler handler = (proxy, method, arguments) -> {
            boolean write = WRITES.contains(method.getName());
            if (write) {
                plan.before(method.getName());
            }
            Object result;
            try {
                result = method.invoke(real, arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
            if (write) {
                plan.after(method.getName());
            }
            return result;
        };
        return CrashingDocuments.class.cast(Proxy.newProxyInstance(
                CrashingDocuments.class.getClassLoader(), new Class<?>[] {CrashingDocuments.class}, handler));
    }
}
