package com.deliveryhistory.services.http;

import java.net.URI;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Addresses in settings, held to what can be called: absolute, {@code http} or {@code https}, with a host (RFC 9110, section
 * 4.2), and nobody's password in it. Otherwise a service would start and take its own mistake for an outage.
 *
 * <p>What is wrong is an {@link IllegalArgumentException} that names the setting and what to write. It does not have the
 * address, which may hold a password. {@code null} is no address at all, and for others to refuse.
 */
public final class WebAddress {

    private static final Set<String> SCHEMES = Set.of("http", "https");
    private static final int LAST_PORT = 65_535;

    private WebAddress() {}

    /** Checks an address to which paths are added. It may have a path itself, as behind a gateway. */
    public static void requireBase(String setting, @Nullable URI address) {
        require(setting, address, "https://<host>, with :<port> and a path if need be", Part.PATH);
    }

    /** Checks an address that has a host and a port alone (an origin, RFC 6454). */
    public static void requireOrigin(String setting, @Nullable URI address) {
        require(setting, address, "https://<host>, with :<port> if need be, and nothing behind it", Part.NONE);
    }

    /** Checks an address that is called as it is. */
    public static void requireComplete(String setting, @Nullable URI address) {
        require(setting, address, "https://<host>/<path>, with :<port> if need be", Part.QUERY);
    }

    /** How far an address may go. */
    private enum Part {
        NONE,
        PATH,
        QUERY
    }

    private static void require(String setting, @Nullable URI address, String write, Part last) {
        String wrong = address == null ? null : wrong(address, last);
        if (wrong != null) {
            throw new IllegalArgumentException("%s %s: write %s".formatted(setting, wrong, write));
        }
    }

    private static @Nullable String wrong(URI address, Part last) {
        if (address.getScheme() == null || !SCHEMES.contains(address.getScheme().toLowerCase(Locale.ROOT))) {
            return "does not begin with https:// or http://";
        }
        if (address.getRawAuthority() != null && address.getRawAuthority().contains("@")) {
            return "has a user name in it";
        }
        if (address.getHost() == null) {
            return "has no host, or one that cannot be";
        }
        if (address.getPort() == 0 || address.getPort() > LAST_PORT) {
            return "has a port that cannot be";
        }
        if (address.getRawFragment() != null || (last != Part.QUERY && address.getRawQuery() != null)) {
            return "has something behind # or ?";
        }
        return last == Part.NONE && !Set.of("", "/").contains(address.getRawPath()) ? "has a path" : null;
    }
}
