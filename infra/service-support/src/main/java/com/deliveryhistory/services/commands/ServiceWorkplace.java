package com.deliveryhistory.services.commands;

import com.mongodb.client.MongoDatabase;
import java.time.Clock;
import java.util.concurrent.TimeUnit;
import org.bson.Document;
import org.springframework.boot.mongodb.autoconfigure.MongoConnectionDetails;
import org.springframework.context.ApplicationContext;

/** What a service's commands work with: the service's own parts, each made when it is first asked for. */
public class ServiceWorkplace {

    private static final long STORE_PATIENCE_SECONDS = 5;

    private final ApplicationContext context;

    public ServiceWorkplace(ApplicationContext context) {
        this.context = context;
    }

    /** The only part of this type. */
    public final <T> T part(Class<T> type) {
        return context.getBean(type);
    }

    public final Clock clock() {
        return part(Clock.class);
    }

    /** Whether the service's configuration has a part of this type; none is made. */
    protected final boolean has(Class<?> type) {
        return context.getBeanNamesForType(type, false, false).length > 0;
    }

    /** Fails within seconds if the store does not answer: most parts would wait for it as long as it takes. */
    public final void requireStore() {
        part(MongoDatabase.class)
                .withTimeout(STORE_PATIENCE_SECONDS, TimeUnit.SECONDS)
                .runCommand(new Document("ping", 1));
    }

    /** Where the store is, without what is secret in its address. */
    final String storeAddress() {
        return String.join(
                ",", part(MongoConnectionDetails.class).getConnectionString().getHosts());
    }
}
