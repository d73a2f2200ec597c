package com.deliveryhistory.optin.securityevents;

import java.net.URI;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads whom an event is about: subject identifiers (RFC 9493), and complex subjects (Shared Signals Framework 1.0). */
final class Subjects {

    private static final int MOST_ALIASES = 10;

    private Subjects() {}

    /**
     * The names of the user that a {@code sub_id} means.
     *
     * @return nothing if it means no user, or does it in a form that no admin can have typed (telephone number, DID)
     * @throws Refused if it violates the definition of its format
     */
    static Set<String> users(@Nullable Object subject, String issuer) throws Refused {
        Set<String> users = new LinkedHashSet<>();
        Map<?, ?> identifier = object(subject);
        if ("complex".equals(identifier.get("format"))) {
            if (identifier.get("user") != null) {
                add(object(identifier.get("user")), issuer, users);
            }
        } else if ("aliases".equals(identifier.get("format"))) {
            if (!(identifier.get("identifiers") instanceof List<?> aliases)
                    || aliases.isEmpty()
                    || aliases.size() > MOST_ALIASES) {
                throw malformed();
            }
            for (Object alias : aliases) {
                add(object(alias), issuer, users);
            }
        } else {
            add(identifier, issuer, users);
        }
        return users;
    }

    private static void add(Map<?, ?> identifier, String issuer, Set<String> users) throws Refused {
        switch (text(identifier, "format")) {
            case "email" -> users.add(text(identifier, "email"));
            case "opaque" -> users.add(text(identifier, "id"));
            case "iss_sub" -> {
                String subject = text(identifier, "sub");
                if (text(identifier, "iss").equals(issuer)) {
                    users.add(subject);
                }
            }
            case "account" -> addAccount(text(identifier, "uri"), issuer, users);
            default -> {
                // somebody, but nobody that an admin can have named
            }
        }
    }

    /** RFC 7565. The part before the @ is a user name if the host is the issuer's own. */
    private static void addAccount(String uri, String issuer, Set<String> users) throws Refused {
        if (!uri.toLowerCase(Locale.ROOT).startsWith("acct:")) {
            throw malformed();
        }
        String account = uri.substring("acct:".length());
        users.add(account);
        int at = account.lastIndexOf('@');
        if (at > 0 && account.substring(at + 1).equalsIgnoreCase(host(issuer))) {
            users.add(account.substring(0, at));
        }
    }

    private static String host(String issuer) {
        try {
            String host = URI.create(issuer).getHost();
            return host == null ? issuer : host;
        } catch (IllegalArgumentException e) {
            return issuer;
        }
    }

    private static Map<?, ?> object(@Nullable Object value) throws Refused {
        if (value instanceof Map<?, ?> object && object.get("format") instanceof String) {
            return object;
        }
        throw malformed();
    }

    private static String text(Map<?, ?> identifier, String name) throws Refused {
        if (identifier.get(name) instanceof String text && !text.isBlank()) {
            return text;
        }
        throw malformed();
    }

    private static Refused malformed() {
        return new Refused(Refused.Err.INVALID_REQUEST, "sub_id is missing or no subject identifier of its format");
    }
}
