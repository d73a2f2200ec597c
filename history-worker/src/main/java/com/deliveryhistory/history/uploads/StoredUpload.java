package com.deliveryhistory.history.uploads;

import com.deliveryhistory.history.uploads.Upload.BadLine;
import com.deliveryhistory.history.uploads.Upload.Progress;
import java.time.Instant;
import java.util.List;
import org.bson.codecs.pojo.annotations.BsonId;
import org.jspecify.annotations.Nullable;

/**
 * An upload as its document holds it. Public for the driver to construct it.
 *
 * @param receivedAt when all of its numbers were stored; absent until then
 * @param result what came of it in the end; absent while numbers wait
 */
public record StoredUpload(
        @BsonId String id,
        String companyId,
        Instant createdAt,
        @Nullable Instant receivedAt,
        int numbers,
        int repeated,
        int bad,
        List<BadLine> badLines,
        @Nullable Progress result) {

    Upload with(Progress progress) {
        Upload.State state = receivedAt == null
                ? Upload.State.RECEIVING
                : progress.waiting() > 0 ? Upload.State.FILLING : Upload.State.DONE;
        return new Upload(id, createdAt, state, numbers, repeated, bad, badLines, progress);
    }
}
