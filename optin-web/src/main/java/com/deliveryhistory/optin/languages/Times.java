package com.deliveryhistory.optin.languages;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.stereotype.Component;

/**
 * Times for people, in the order and with the month names of their language. Our own are in UTC and say so, since a
 * server does not learn a browser's zone without a script; UPS's have no zone, they are the local time of the place.
 */
@Component("times")
public class Times {

    private final MessageSource words;

    public Times(MessageSource words) {
        this.words = words;
    }

    /** Called by templates of pages: in the language of the request. */
    public String at(Instant time) {
        return at(time, LocaleContextHolder.getLocale());
    }

    public String at(Instant time, Locale language) {
        return words.getMessage("times.utc", new Object[] {minute(time.atOffset(ZoneOffset.UTC), language)}, language);
    }

    /** Called by templates of pages. A text that is no time is shown as it came. */
    public String of(@Nullable String text) {
        return text == null || text.isBlank() ? "" : of(text, LocaleContextHolder.getLocale());
    }

    private String of(String text, Locale language) {
        try {
            if (text.endsWith("Z")) {
                return at(Instant.parse(text), language);
            }
            return text.contains("T")
                    ? minute(LocalDateTime.parse(text), language)
                    : day(LocalDate.parse(text), language);
        } catch (DateTimeException e) {
            return text;
        }
    }

    /** Called by templates of pages. */
    public String day(LocalDate day) {
        return day(day, LocaleContextHolder.getLocale());
    }

    private String day(LocalDate day, Locale language) {
        return format("times.day", day, language);
    }

    private String minute(TemporalAccessor time, Locale language) {
        return format("times.minute", time, language);
    }

    private String format(String pattern, TemporalAccessor time, Locale language) {
        return DateTimeFormatter.ofPattern(words.getMessage(pattern, null, language), language)
                .format(time);
    }
}
