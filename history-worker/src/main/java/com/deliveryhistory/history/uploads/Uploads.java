package com.deliveryhistory.history.uploads;

import com.deliveryhistory.events.CompanyId;
import com.deliveryhistory.events.EventIds;
import com.deliveryhistory.history.uploads.TrackingNumbers.Checked;
import com.deliveryhistory.history.uploads.Upload.BadLine;
import com.deliveryhistory.history.uploads.Upload.Progress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.springframework.stereotype.Component;

/**
 * Takes in lists of tracking numbers. The same list on the same day is the same upload, so that whoever got no answer can
 * send it again: what was stored of it before a crash is completed, nothing is there twice. One that was cut off is
 * completed for a week.
 */
@Component
public final class Uploads {

    static final int MOST_NUMBERS = 50_000;
    static final int MOST_LINES = 100_000;
    private static final int MOST_BAD_LINES = 1_000;
    private static final int BATCH = 1_000;

    /** A number remembers each of these that it is in. */
    static final int MOST_UNENDED = 100;

    /** For so many days a list that was cut off is completed, today's included. */
    private static final int COMPLETED_FOR_DAYS = 7;

    /** A number that UPS did not know may have become known after this. */
    private static final Duration LONG = Duration.ofDays(1);

    private final UploadStore uploads;
    private final OldNumberStore numbers;
    private final UploadSettings settings;
    private final Clock clock;

    Uploads(UploadStore uploads, OldNumberStore numbers, UploadSettings settings, Clock clock) {
        this.uploads = uploads;
        this.numbers = numbers;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * Takes in a list: the good numbers are stored when this returns, the bad lines are noted.
     *
     * @throws UnusableUpload if nothing of it is taken
     */
    public Upload take(CompanyId company, NumberSource source) {
        Read read = new Read();
        source.readInto(read::take);
        Instant now = clock.instant();
        StoredUpload today = read.upload(company, now);
        Optional<StoredUpload> before =
                uploads.find(company, today.id()).or(() -> uploads.unfinished(company, read.earlierIds(company, now)));
        StoredUpload upload = before.orElse(today);
        if (before.isEmpty() && numbers.waiting(company, settings.mostWaiting()) >= settings.mostWaiting()) {
            throw UnusableUpload.tooManyWaiting(settings.mostWaiting());
        }
        if (before.isEmpty() && hasTooManyUnended(company)) {
            throw UnusableUpload.tooManyUnended(MOST_UNENDED);
        }
        if (before.isEmpty() || before.get().receivedAt() == null) {
            uploads.begin(upload);
            store(company, upload.id(), List.copyOf(read.good), now);
        }
        return find(company, upload.id()).orElseThrow();
    }

    /** Many may have ended without anybody having looked. */
    private boolean hasTooManyUnended(CompanyId company) {
        List<StoredUpload> unended = uploads.unended(company, MOST_UNENDED);
        return unended.size() >= MOST_UNENDED
                && unended.stream().map(this::progressed).noneMatch(upload -> upload.state() == Upload.State.DONE);
    }

    private void store(CompanyId company, String upload, List<String> all, Instant now) {
        for (int from = 0; from < all.size(); from += BATCH) {
            List<String> batch = all.subList(from, Math.min(from + BATCH, all.size()));
            Map<String, List<String>> known = numbers.known(company, batch);
            forgetEnded(company, known);
            List<String> unknown =
                    batch.stream().filter(number -> !known.containsKey(number)).toList();
            numbers.add(company, upload, unknown, now);
            numbers.addTo(company, upload, known.keySet(), now, now.minus(LONG));
        }
        uploads.received(upload, now);
    }

    /** What came of an upload in the end is stored with it: its numbers need not know of it any more. */
    private void forgetEnded(CompanyId company, Map<String, List<String>> known) {
        Set<String> ended = new HashSet<>();
        known.values().forEach(ended::addAll);
        ended.removeAll(uploads.unended(ended));
        if (!ended.isEmpty()) {
            numbers.forget(company, known.keySet(), ended);
        }
    }

    public Optional<Upload> find(CompanyId company, String id) {
        return uploads.find(company, id).map(this::progressed);
    }

    /** How many numbers wait to be looked up. */
    public long waiting(CompanyId company) {
        return numbers.waiting(company, settings.mostWaiting());
    }

    /** The newest first. */
    public List<Upload> latest(CompanyId company, int limit) {
        return uploads.latest(company, limit).stream().map(this::progressed).toList();
    }

    private Upload progressed(StoredUpload stored) {
        Progress result = stored.result();
        if (result != null) {
            return stored.with(result);
        }
        Upload upload = stored.with(numbers.progress(stored.id(), settings));
        return upload.state() == Upload.State.DONE
                ? stored.with(uploads.ended(upload.id(), upload.progress()))
                : upload;
    }

    /** What is read of a list, which is all that is held of it. */
    private static final class Read {

        private final SequencedSet<String> good = new LinkedHashSet<>();
        private final List<BadLine> badLines = new ArrayList<>();
        private int bad;
        private int repeated;

        void take(long line, String text) {
            switch (TrackingNumbers.check(text)) {
                case Checked.Good number -> {
                    if (!good.add(number.number())) {
                        repeated++;
                    }
                }
                case Checked.Bad none -> {
                    bad++;
                    if (badLines.size() < MOST_BAD_LINES) {
                        badLines.add(new BadLine(line, none.reason()));
                    }
                }
            }
            if (good.size() > MOST_NUMBERS) {
                throw UnusableUpload.tooManyNumbers(MOST_NUMBERS);
            }
            if (good.size() + repeated + bad > MOST_LINES) {
                throw UnusableUpload.tooManyLines(MOST_LINES);
            }
        }

        StoredUpload upload(CompanyId company, Instant now) {
            return new StoredUpload(
                    id(company, now.atOffset(ZoneOffset.UTC).toLocalDate()),
                    company.value(),
                    now,
                    null,
                    good.size(),
                    repeated,
                    bad,
                    List.copyOf(badLines),
                    null);
        }

        /** What this list is called if it was begun on one of the days before. */
        List<String> earlierIds(CompanyId company, Instant now) {
            LocalDate today = now.atOffset(ZoneOffset.UTC).toLocalDate();
            return IntStream.range(1, COMPLETED_FOR_DAYS)
                    .mapToObj(days -> id(company, today.minusDays(days)))
                    .toList();
        }

        private String id(CompanyId company, LocalDate day) {
            return EventIds.of("upload", company.value(), day.toString(), String.join(" ", good), bad + " bad");
        }
    }
}
