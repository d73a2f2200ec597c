package com.deliveryhistory.history.retention;

import jakarta.validation.constraints.AssertTrue;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * How long history is kept.
 *
 * @param keptFor after so many days without anything new a package is deleted; absent: never
 */
@Validated
@ConfigurationProperties("history")
public record RetentionSettings(@Nullable Duration keptFor) {

    /** What is younger, UPS still hands out: the feed a week, Tracking so many days. It would come back. */
    private static final int DAYS_OF_UPS = 120;

    /** More than the zones of the earth differ: times of packages are local. */
    private static final int ZONES = 1;

    /** In days; empty: for ever. */
    public Optional<Integer> days() {
        return Optional.ofNullable(keptFor).map(time -> Math.toIntExact(time.toDays()));
    }

    /** A package whose latest activity was before this day is not kept; empty: all are. */
    public Optional<LocalDate> firstDay(Clock clock) {
        return days().map(kept -> LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC)
                .minusDays(kept)
                .minusDays(ZONES));
    }

    static Instant begin(LocalDate day) {
        return day.atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    @AssertTrue(
            message =
                    "kept-for takes whole days, 120d at least: what is younger, UPS still hands out, and it would come back")
    boolean isLongerThanUpsKeeps() {
        return keptFor == null
                || (keptFor.toDays() >= DAYS_OF_UPS && keptFor.equals(Duration.ofDays(keptFor.toDays())));
    }
}
