package com.deliveryhistory.services.storage;

import com.deliveryhistory.services.settings.UnfitSetting;
import com.mongodb.ConnectionString;
import com.mongodb.ReadConcern;
import com.mongodb.ReadPreference;
import com.mongodb.WriteConcern;
import java.util.Map;
import java.util.StringJoiner;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** The address of the store, held to what services can rely on. */
final class StoreAddress {

    private static final Map<String, Predicate<ConnectionString>> UNFIT = Map.of(
            "w", write(write -> !isMajority(write)),
            "journal", write(write -> Boolean.FALSE.equals(write.getJournal())),
            "wtimeoutMS", write(write -> write.getWTimeout(TimeUnit.MILLISECONDS) != null),
            "readConcernLevel",
                    address -> address.getReadConcern() != null
                            && !address.getReadConcern().equals(ReadConcern.MAJORITY),
            "readPreference",
                    address -> address.getReadPreference() != null
                            && !address.getReadPreference().equals(ReadPreference.primary()),
            "retryWrites", address -> Boolean.FALSE.equals(address.getRetryWritesValue()),
            "socketTimeoutMS", address -> Integer.valueOf(0).equals(address.getSocketTimeout()),
            "timeoutMS", address -> address.getTimeout() != null);

    private StoreAddress() {}

    /**
     * Checks that an address asks for no less than what the service promises. Whatever it does not say is set as needed.
     *
     * @throws UnfitSetting naming the options, and nothing else of the address, which may hold a password
     */
    static void requireFit(ConnectionString address) {
        StringJoiner options = new StringJoiner(", ");
        UNFIT.entrySet().stream()
                .filter(option -> option.getValue().test(address))
                .map(Map.Entry::getKey)
                .sorted()
                .forEach(options::add);
        if (options.length() > 0) {
            throw new UnfitSetting(
                    ("spring.mongodb.uri sets %s otherwise than this service can work with: what it acknowledges is on a majority"
                                    + " of the servers and in their journals, what it decides by is read from there, from the primary,"
                                    + " a write is tried again after a failover, and no call takes longer than store.read-timeout."
                                    + " Leave these options out")
                            .formatted(options));
        }
    }

    private static Predicate<ConnectionString> write(Predicate<WriteConcern> unfit) {
        return address -> address.getWriteConcern() != null && unfit.test(address.getWriteConcern());
    }

    private static boolean isMajority(WriteConcern write) {
        return write.getWObject() == null || "majority".equals(write.getWObject());
    }
}
