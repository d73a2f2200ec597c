package com.deliveryhistory.services.storage;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoConnectionPoolClearedException;
import com.mongodb.MongoException;
import com.mongodb.MongoSecurityException;
import com.mongodb.MongoSocketException;
import com.mongodb.MongoTimeoutException;
import com.mongodb.bulk.WriteConcernError;
import java.util.Set;

/** Tells an outage of MongoDB, which passes, from its refusal of what it was asked. */
public final class StoreOutage {

    /**
     * What passes by itself. The driver has exceptions for some of them, but a query fails with another one. A {@code
     * mongos} answers more of them than a {@code mongod} does: it speaks for a shard that it cannot reach.
     */
    private static final Set<Integer> PASSING = Set.of(
            91, // ShutdownInProgress
            189, // PrimarySteppedDown
            10058, // LegacyNotPrimary
            10107, // NotWritablePrimary
            11600, // InterruptedAtShutdown
            11602, // InterruptedDueToReplStateChange
            13435, // NotPrimaryNoSecondaryOk
            13436, // NotPrimaryOrSecondary
            6, // HostUnreachable
            7, // HostNotFound
            89, // NetworkTimeout
            134, // ReadConcernMajorityNotAvailableYet
            262, // ExceededTimeLimit
            9001, // SocketException
            133, // FailedToSatisfyReadPreference: a shard has no primary
            202); // NetworkInterfaceExceededTimeLimit: a shard did not answer in time

    /** The server, or the driver for it, says so of a write that may be sent again. */
    private static final String RETRYABLE_WRITE = "RetryableWriteError";

    private StoreOutage() {}

    /**
     * Whether MongoDB did not answer, or had no primary at the moment. A connection that is lost while it is authenticated counts,
     * which the driver takes for a matter of security; and so does one that is closed because another one was lost. A bulk
     * write, which has no code of its own, met an outage if one of its writes did, or their confirmation by a majority.
     *
     * @see <a href="https://github.com/mongodb/specifications/blob/master/source/server-discovery-and-monitoring/server-discovery-and-monitoring.md#not-writable-primary-and-node-is-recovering">Server
     *     Discovery And Monitoring, "not writable primary" and "node is recovering"</a>
     * @see <a href="https://github.com/mongodb/specifications/blob/master/source/retryable-writes/retryable-writes.md#determining-retryable-errors">Retryable
     *     Writes, "determining retryable errors"</a>
     * @see <a href="https://github.com/mongodb/specifications/blob/master/source/retryable-reads/retryable-reads.md#retryable-error">Retryable
     *     Reads, "retryable error"</a>
     * @see <a href="https://github.com/mongodb/mongo/blob/master/src/mongo/base/error_codes.yml">MongoDB's error codes</a>
     */
    public static boolean is(MongoException e) {
        return e instanceof MongoTimeoutException
                || e instanceof MongoSocketException
                || e instanceof MongoConnectionPoolClearedException
                || e.hasErrorLabel(RETRYABLE_WRITE)
                || PASSING.contains(e.getCode())
                || (e instanceof MongoBulkWriteException bulk && metOutage(bulk))
                || (e instanceof MongoSecurityException && e.getCause() instanceof MongoException cause && is(cause));
    }

    private static boolean metOutage(MongoBulkWriteException bulk) {
        WriteConcernError unconfirmed = bulk.getWriteConcernError();
        return (unconfirmed != null && PASSING.contains(unconfirmed.getCode()))
                || bulk.getWriteErrors().stream().anyMatch(refused -> PASSING.contains(refused.getCode()));
    }
}
