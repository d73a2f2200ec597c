package com.deliveryhistory.services.storage;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoBulkWriteException;
import com.mongodb.bulk.BulkWriteError;
import java.util.List;

/** Tells a bulk write that met what is there already from one that failed. */
public final class AlreadyThere {

    private AlreadyThere() {}

    /**
     * Whether all that is not written is there already, and the rest is stored for good. What was written without the
     * confirmation of a majority is not: a new primary may not have it.
     */
    public static boolean isAll(MongoBulkWriteException failure) {
        List<BulkWriteError> errors = failure.getWriteErrors();
        return failure.getWriteConcernError() == null
                && !errors.isEmpty()
                && errors.stream().allMatch(error -> error.getCategory() == ErrorCategory.DUPLICATE_KEY);
    }
}
