package com.deliveryhistory.services.storage;

import com.mongodb.MongoConnectionPoolClearedException;
import com.mongodb.MongoException;
import com.mongodb.MongoSecurityException;
import com.mongodb.MongoSocketException;
import com.mongodb.MongoTimeoutException;
import java.util.Set;

/** Tells an outage of MongoDB, which passes, from its refusal of what it was asked. */
public final class StoreOutage {

    /**
     * "Not writable primary" and "node is recovering". The driver has exceptions of these names, but a query fails with
     * another one.
     */
    private static final Set<Integer> NO_PRIMARY = Set.of(91, 189, 10058, 10107, 11600, 11602, 13435, 13436);

    private StoreOutage() {}

    /**
     * Whether MongoDB did not answer, or had no primary at the moment. A connection that is lost while it is authenticated counts,
     * which the driver takes for a matter of security; and so does one that is closed because another one was lost.
     *
     * @see <a href="https://github.com/mongodb/specifications/blob/master/source/server-discovery-and-monitoring/server-discovery-and-monitoring.md#not-writable-primary-and-node-is-recovering">Server
     *     Discovery And Monitoring, "not writable primary" and "node is recovering"</a>
     */
    public static boolean is(MongoException e) {
        return e instanceof MongoTimeoutException
                || e instanceof MongoSocketException
                || e instanceof MongoConnectionPoolClearedException
                || NO_PRIMARY.contains(e.getCode())
                || (e instanceof MongoSecurityException && e.getCause() instanceof MongoException cause && is(cause));
    }
}
