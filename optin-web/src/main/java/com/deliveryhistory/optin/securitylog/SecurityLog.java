package com.deliveryhistory.optin.securitylog;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.http.HttpServletRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/**
 * Records on the logger {@code security-events}, each a line of {@code key=value} pairs that also are the record's
 * key-value pairs for structured logging, and counted by what happened. No secret is ever passed to it.
 */
@Component
public class SecurityLog {

    private static final Logger log = LoggerFactory.getLogger("security-events");

    private static final int LONGEST = 100;

    /** Codes of UPS.com, and links that still work. */
    private static final List<String> SECRETS_BELOW =
            List.of("/login/", "/invitation/", "/password-reset/", "/email-confirmation/");

    /** What could be another way to write such an address. */
    private static final Pattern UNUSUAL = Pattern.compile("[^\\w./-]");

    /** What happened. */
    public enum Kind {
        /** Somebody signed in; with a second factor in use, it is asked for next. */
        SIGN_IN_OK(Level.INFO),
        /** Name or password did not match, or the account may not sign in. */
        SIGN_IN_REFUSED(Level.WARN),
        /** A sign-in was not looked at, because too many had failed. */
        SIGN_IN_THROTTLED(Level.WARN),
        /** The second factor was right. */
        SECOND_FACTOR_OK(Level.INFO),
        /** The second factor was wrong or had been used. */
        SECOND_FACTOR_REFUSED(Level.WARN),
        /** A second factor was not looked at, because too many had failed. */
        SECOND_FACTOR_THROTTLED(Level.WARN),
        /** Somebody set a second factor up. */
        SECOND_FACTOR_SET_UP(Level.INFO),
        /** A second factor was removed. */
        SECOND_FACTOR_REMOVED(Level.WARN),
        /** The current password, which a page asked for once more, was wrong. */
        CURRENT_PASSWORD_REFUSED(Level.WARN),
        /** A current password was not looked at, because too many had been wrong. */
        CURRENT_PASSWORD_THROTTLED(Level.WARN),
        /** Nobody was sent a link for a new password, because too many had been asked for. */
        PASSWORD_LINK_THROTTLED(Level.WARN),
        /** A recovery code stood in for the second factor; {@code left} is how many there still are. */
        RECOVERY_CODE_USED(Level.WARN),
        /** Somebody has new recovery codes. */
        RECOVERY_CODES_RENEWED(Level.INFO),
        /** Somebody asked for another mail address, which counts as soon as the link that is mailed there is used. */
        EMAIL_CHANGE_ASKED(Level.INFO),
        /** Somebody had another link mailed for that. */
        EMAIL_LINK_SENT_AGAIN(Level.INFO),
        /** No link was mailed, because too many had been asked for. */
        EMAIL_LINK_THROTTLED(Level.WARN),
        /** Somebody does not want the other mail address any more. */
        EMAIL_CHANGE_CANCELLED(Level.INFO),
        /** Somebody has another mail address, and has shown that mail reaches them there. */
        EMAIL_CHANGED(Level.INFO),
        /** Somebody showed that mail reaches them at an address that is another's in the company. */
        EMAIL_TAKEN(Level.WARN),
        /** Somebody else at an identity provider has the address of the person's account there. */
        IDENTITY_REFUSED(Level.WARN),
        /** The person's account belongs to nobody at an identity provider any more. */
        IDENTITY_UNLINKED(Level.WARN),
        /** Somebody's role or state was changed by another. */
        PERSON_CHANGED(Level.WARN),
        /** Somebody signed out. */
        SIGNED_OUT(Level.INFO),
        /** Somebody ended one of the own sessions. */
        SESSION_ENDED(Level.INFO),
        /** Somebody ended all own sessions but the current one. */
        OTHER_SESSIONS_ENDED(Level.INFO),
        /** All sessions of somebody were ended. */
        ALL_SESSIONS_ENDED(Level.INFO),
        /** Somebody has a new password. */
        PASSWORD_CHANGED(Level.INFO),
        /** An operator's command begins; {@code person} is the operator. */
        OPERATOR_BEGAN(Level.INFO),
        /** An operator's command is over; a beginning without an end was cut off. */
        OPERATOR_ENDED(Level.INFO),
        /** Somebody signed in asked for more than one person may. */
        USAGE_THROTTLED(Level.WARN),
        /** Somebody asked for a page that they may not see. */
        ACCESS_DENIED(Level.WARN),
        /** A form came without the token that proves that it is ours. */
        CSRF_REFUSED(Level.WARN),
        /** What was sent was too large, did not say how large it is, or was a file where none is taken. */
        BODY_REFUSED(Level.WARN),
        /** A request that no page of ours makes: an address with two meanings, a field given twice, a value not offered. */
        REQUEST_REFUSED(Level.WARN);

        private final Level level;

        Kind(Level level) {
            this.level = level;
        }
    }

    private final MeterRegistry metrics;

    /** Every kind is counted from the start, so that the first record already is an increase. */
    public SecurityLog(MeterRegistry metrics) {
        this.metrics = metrics;
        for (Kind kind : Kind.values()) {
            counter(kind);
        }
    }

    /**
     * Records an event, with the network address that the request comes from in which it happened.
     *
     * @param person sign-in name, as somebody may have typed it
     * @param more names and values in turn
     */
    public void record(Kind kind, String person, String... more) {
        counter(kind).increment();
        Map<String, String> values = new LinkedHashMap<>();
        values.put("event", kind.name());
        values.put("person", clean(person));
        if (RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes during) {
            values.put("address", during.getRequest().getRemoteAddr());
        }
        for (int i = 0; i + 1 < more.length; i += 2) {
            values.put(more[i], clean(more[i + 1]));
        }
        LoggingEventBuilder event = log.atLevel(kind.level);
        for (Map.Entry<String, String> value : values.entrySet()) {
            event = event.addKeyValue(value.getKey(), value.getValue());
        }
        event.log(values.entrySet().stream()
                .map(value -> value.getKey() + "=\"" + value.getValue() + '"')
                .collect(Collectors.joining(" ")));
    }

    /**
     * Records that a request was refused, with what it was.
     *
     * @param more names and values in turn
     */
    public void recordRefusal(Kind kind, HttpServletRequest request, String... more) {
        Authentication person = SecurityContextHolder.getContext().getAuthentication();
        String path = request.getRequestURI().substring(request.getContextPath().length());
        Stream<String> what = Stream.of("method", request.getMethod(), "path", withoutSecret(path));
        record(
                kind,
                person == null ? "" : person.getName(),
                Stream.concat(what, Stream.of(more)).toArray(String[]::new));
    }

    private static String withoutSecret(String path) {
        Matcher unusual = UNUSUAL.matcher(path);
        String plain = unusual.find() ? path.substring(0, unusual.start()) + "…" : path;
        return SECRETS_BELOW.stream()
                .filter(plain::contains)
                .findFirst()
                .map(below -> plain.substring(0, plain.indexOf(below) + below.length()) + "…")
                .orElse(plain);
    }

    private Counter counter(Kind kind) {
        return Counter.builder("security.log")
                .description("Records of the security log by what happened")
                .tag("event", kind.name().toLowerCase(Locale.ROOT))
                .register(metrics);
    }

    /** Without what could end a line or a value, or make a terminal do things; not longer than a name needs to be. */
    static String clean(String text) {
        StringBuilder clean = new StringBuilder();
        text.codePoints()
                .limit(LONGEST)
                .map(character -> isHarmless(character) ? character : '_')
                .forEach(clean::appendCodePoint);
        return text.codePointCount(0, text.length()) > LONGEST
                ? clean.append('…').toString()
                : clean.toString();
    }

    private static boolean isHarmless(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED -> false;
            default -> character != '"' && character != '\\';
        };
    }
}
