package com.deliveryhistory.optin.pages;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Times for people. Our own are in UTC and say so; UPS's have no zone, they are the local time of the place. */
@Component("times")
class Times {

    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMM uuuu", Locale.ENGLISH);
    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("d MMM uuuu, HH:mm", Locale.ENGLISH);

    /** Called by templates. */
    public String at(Instant time) {
        return MINUTE.format(time.atOffset(ZoneOffset.UTC)) + " UTC";
    }

    /** Called by templates. A text that is no time is shown as it came. */
    public String of(@Nullable String text) {
        if (text == null || text.isBlank()) {
            return "";
        }
        try {
            if (text.endsWith("Z")) {
                return at(Instant.parse(text));
            }
            return text.contains("T") ? MINUTE.format(LocalDateTime.parse(text)) : DAY.format(LocalDate.parse(text));
        } catch (DateTimeException e) {
            return text;
        }
    }
}
