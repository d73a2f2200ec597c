package com.deliveryhistory.optin.sessions;

import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AuthenticationDetailsSource;
import org.springframework.stereotype.Component;

/** Tells where a request that signs in comes from. */
@Component
public class SignInOrigins implements AuthenticationDetailsSource<HttpServletRequest, SignInOrigin> {

    /** Longer than any browser's own; the rest is not looked at. */
    private static final int LONGEST_USER_AGENT = 500;

    private static final Pattern LITERAL = Pattern.compile("[0-9.]{7,15}|[0-9a-fA-F:.]{0,45}:[0-9a-fA-F:.]{0,45}");

    /** By what a user agent contains. The first that fits counts: most browsers also name others. */
    private static final Map<String, String> BROWSERS = ordered(
            "Edg", "Edge",
            "OPR/", "Opera",
            "SamsungBrowser/", "Samsung Internet",
            "Firefox/", "Firefox",
            "FxiOS/", "Firefox",
            "CriOS/", "Chrome",
            "Chrome/", "Chrome",
            "Safari/", "Safari");

    private static final Map<String, String> SYSTEMS = ordered(
            "iPhone", "iPhone",
            "iPad", "iPad",
            "Android", "Android",
            "Windows", "Windows",
            "Mac OS X", "macOS",
            "CrOS", "ChromeOS",
            "Linux", "Linux");

    private final Clock clock;

    SignInOrigins(Clock clock) {
        this.clock = clock;
    }

    @Override
    public SignInOrigin buildDetails(HttpServletRequest request) {
        return new SignInOrigin(
                clock.instant(), device(request.getHeader("User-Agent")), network(request.getRemoteAddr()));
    }

    static String device(@Nullable String userAgent) {
        if (userAgent == null) {
            return "";
        }
        String agent = userAgent.substring(0, Math.min(userAgent.length(), LONGEST_USER_AGENT));
        String browser = first(BROWSERS, agent);
        String system = first(SYSTEMS, agent);
        return browser.isEmpty() || system.isEmpty() ? browser + system : browser + ", " + system;
    }

    /** Three bytes of an IPv4 address, the 48 bits of an IPv6 address that providers give to a customer. */
    static String network(String address) {
        if (!LITERAL.matcher(address).matches()) {
            return ""; // a name that a proxy passed on is not looked up
        }
        byte[] bytes;
        try {
            bytes = InetAddress.getByName(address).getAddress();
        } catch (UnknownHostException e) {
            return "";
        }
        return bytes.length == 4
                ? "%d.%d.%d.*".formatted(bytes[0] & 0xff, bytes[1] & 0xff, bytes[2] & 0xff)
                : "%x:%x:%x:*".formatted(pair(bytes, 0), pair(bytes, 2), pair(bytes, 4));
    }

    private static int pair(byte[] bytes, int at) {
        return (bytes[at] & 0xff) << 8 | (bytes[at + 1] & 0xff);
    }

    private static String first(Map<String, String> names, String agent) {
        return names.entrySet().stream()
                .filter(name -> agent.contains(name.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("");
    }

    private static Map<String, String> ordered(String... pairs) {
        Map<String, String> map = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put(pairs[i], pairs[i + 1]);
        }
        return map;
    }
}
