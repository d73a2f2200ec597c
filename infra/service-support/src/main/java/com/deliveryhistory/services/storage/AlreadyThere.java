package com.deliveryhistory.services.storage;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoException;
import com.mongodb.bulk.BulkWriteError;
import java.util.List;

/** Tells a write that met what is there already from one that failed. */
public final class AlreadyThere {

    private AlreadyThere() {}

    /** Whether a single write was refused since what it would have added is there already: somebody else was quicker. */
    public static boolean is(MongoException failure) {
        return ErrorCategory.fromErrorCode(failure.getCode()) == ErrorCategory.DUPLICATE_KEY;
    }

    /**
     * Of a bulk write: whether all that is not written is there already, and the rest is stored for good. What was written
     * without the confirmation of a majority is not: a new primary may not have it.
     */
    public static boolean isAll(MongoBulkWriteException failure) {
        List<BulkWriteError> errors = failure.getWriteErrors();
        return failure.getWriteConcernError() == null
                && !errors.isEmpty()
                && errors.stream().allMatch(error -> error.getCategory() == ErrorCategory.DUPLICATE_KEY);
    }
}
