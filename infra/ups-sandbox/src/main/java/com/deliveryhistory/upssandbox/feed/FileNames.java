package com.deliveryhistory.upssandbox.feed;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Names of subscription files, {@code YYMMDD_HHmmssnnn}: when the file appeared, and which one of that second it is. */
final class FileNames {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuMMdd_HHmmss", Locale.ROOT);
    private static final Pattern NAME = Pattern.compile("\\d{6}_\\d{9}");
    private static final int TIME_LENGTH = 13;

    private FileNames() {}

    static String of(long epochSecond, int part, ZoneId zone) {
        return TIME.format(Instant.ofEpochSecond(epochSecond).atZone(zone)) + String.format(Locale.ROOT, "%03d", part);
    }

    static Optional<Instant> timeOf(String name, ZoneId zone) {
        if (!NAME.matcher(name).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(LocalDateTime.parse(name.substring(0, TIME_LENGTH), TIME)
                    .atZone(zone)
                    .toInstant());
        } catch (DateTimeException noTime) {
            return Optional.empty();
        }
    }
}
