package com.deliveryhistory.services.storage;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.DuplicateKeyException;
import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoCommandException;
import com.mongodb.MongoTimeoutException;
import com.mongodb.MongoWriteException;
import com.mongodb.ServerAddress;
import com.mongodb.WriteConcernResult;
import com.mongodb.WriteError;
import com.mongodb.bulk.BulkWriteError;
import com.mongodb.bulk.BulkWriteResult;
import com.mongodb.bulk.WriteConcernError;
import java.util.List;
import java.util.Set;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AlreadyThereTests {

    private static final BulkWriteError DUPLICATE = error(11000);
    private static final BulkWriteError TOO_LARGE = error(10334);
    private static final WriteConcernError NO_MAJORITY =
            new WriteConcernError(64, "WriteConcernFailed", "waiting for replication timed out", new BsonDocument());

    @Test
    void what_others_inserted_first_is_there_already() {
        assertThat(AlreadyThere.isAll(failure(List.of(DUPLICATE, DUPLICATE), null)))
                .isTrue();
    }

    @Test
    void what_was_refused_for_another_reason_is_not() {
        assertThat(AlreadyThere.isAll(failure(List.of(DUPLICATE, TOO_LARGE), null)))
                .isFalse();
    }

    @Test
    void what_no_majority_confirmed_is_not_stored_for_good() {
        assertThat(AlreadyThere.isAll(failure(List.of(), NO_MAJORITY))).isFalse();
        assertThat(AlreadyThere.isAll(failure(List.of(DUPLICATE), NO_MAJORITY))).isFalse();
    }

    @Test
    void a_single_write_says_it_in_whichever_way_the_driver_does() {
        BsonDocument answer = BsonDocument.parse("{ok: 0, code: 11000, errmsg: 'E11000 duplicate key'}");

        assertThat(List.of(
                        write(11000),
                        new MongoCommandException(answer, new ServerAddress()),
                        new DuplicateKeyException(answer, new ServerAddress(), WriteConcernResult.unacknowledged())))
                .allMatch(AlreadyThere::is);
        assertThat(List.of(write(10334), new MongoTimeoutException("nobody answers")))
                .noneMatch(AlreadyThere::is);
    }

    private static MongoWriteException write(int code) {
        return new MongoWriteException(
                new WriteError(code, "refused", new BsonDocument()), new ServerAddress(), Set.of());
    }

    private static BulkWriteError error(int code) {
        return new BulkWriteError(code, "refused", new BsonDocument(), 0);
    }

    private static MongoBulkWriteException failure(List<BulkWriteError> errors, @Nullable WriteConcernError concern) {
        return new MongoBulkWriteException(
                BulkWriteResult.unacknowledged(), errors, concern, new ServerAddress(), Set.of());
    }
}
