package com.deliveryhistory.optin.activity;

import com.deliveryhistory.optin.activity.Activity.Kind;
import java.util.Locale;
import java.util.Objects;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** Puts activities into words. */
@Component
class ActivityWords {

    private final MessageSource words;
    private final ApplicationNames applications;

    ActivityWords(MessageSource words, ApplicationNames applications) {
        this.words = words;
        this.applications = applications;
    }

    String what(Activity activity, Locale language) {
        Object[] values = activity.kind().details().stream()
                .map(detail ->
                        value(detail, Objects.requireNonNull(activity.details().get(detail)), language))
                .toArray();
        return words.getMessage("activity." + activity.kind(), values, language);
    }

    String who(Activity activity, Locale language) {
        if (Activity.isOperator(activity.by())) {
            return Objects.requireNonNull(
                    words.getMessage("activity.operator", new Object[] {Activity.nameOf(activity.by())}, language));
        }
        return activity.by().equals(Activity.SYSTEM) ? word("activity.system", language) : activity.by();
    }

    /** The kind as such, with nothing in the places of its details. */
    String kind(Kind kind, Locale language) {
        Object[] nothing = kind.details().stream().map(detail -> "…").toArray();
        return words.getMessage("activity." + kind, nothing, language);
    }

    /** Details that stand for something are told by its name; whatever has none is told as it is. */
    private String value(String detail, String value, Locale language) {
        String known = switch (detail) {
            case "application" ->
                value.equals(Activity.ALL) ? word("activity.all", language) : applications.nameOf(value);
            case "reason" -> words.getMessage("ended." + value, null, value, language);
            case "days" ->
                words.getMessage(value.equals("1") ? "mail.day" : "mail.days", new Object[] {value}, language);
            default -> words.getMessage("activity." + detail + "." + value, null, value, language);
        };
        return Objects.requireNonNullElse(known, value);
    }

    private String word(String key, Locale language) {
        return words.getMessage(key, null, language);
    }
}
