package com.deliveryhistory.servers;

import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.MongoServerError;
import de.bwaldvogel.mongo.exception.TypeMismatchException;
import java.time.Duration;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Whether the server is the primary, as a replica set of one has it: {@code replSetStepDown} makes it a secondary for as
 * many seconds as it says, then it is elected again. A client of a real set would find another primary; what it is
 * answered until then is the same.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/reference/command/replSetStepDown/">replSetStepDown</a>
 */
final class Primary {

    static final String STEP_DOWN = "replSetStepDown";

    /** What a secondary answers too, as far as this server knows it. */
    private static final Set<String> OF_SECONDARIES = Set.of(
            "hello", "ismaster", "ping", "buildinfo", "endsessions", "connectionstatus", "whatsmyuri", "getlasterror");

    private static final int NOT_PRIMARY = 10107;
    private static final int INTERRUPTED = 11602;

    private volatile long secondaryUntil = System.nanoTime();
    private boolean writeUnderWay;

    /** Steps down. The next write is taken for the one that is under way meanwhile. */
    synchronized Document stepDown(Document command) {
        if (!(command.get(STEP_DOWN) instanceof Number seconds)) {
            throw new TypeMismatchException("replSetStepDown says for how many seconds, as a number");
        }
        secondaryUntil =
                System.nanoTime() + Duration.ofSeconds(seconds.longValue()).toNanos();
        writeUnderWay = true;
        return new Document("ok", 1.0);
    }

    /**
     * Answers a command, in lower case, as what the server is at the moment: a secondary refuses it. A write that was under
     * way when it stepped down is done all the same, which whoever sent it is not told.
     */
    @Nullable
    Document answer(String command, boolean readsOnly, Supplier<@Nullable Document> asPrimary) {
        if (isPrimary() || OF_SECONDARIES.contains(command)) {
            return asPrimary.get();
        }
        if (!readsOnly && takeUnderWay()) {
            var unused = asPrimary.get();
            throw new MongoServerError(
                    INTERRUPTED, "InterruptedDueToReplStateChange", "operation was interrupted by a step-down");
        }
        throw new MongoServerError(NOT_PRIMARY, "NotWritablePrimary", "not primary");
    }

    private boolean isPrimary() {
        return secondaryUntil - System.nanoTime() <= 0;
    }

    private synchronized boolean takeUnderWay() {
        boolean taken = writeUnderWay;
        writeUnderWay = false;
        return taken;
    }
}
