package com.deliveryhistory.optin.pages;

import com.deliveryhistory.optin.requests.BackgroundRequest;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A page that updates by itself: htmx asks for it again and again, naming what it has seen, and gets an empty answer
 * (204) while nothing changed, so that neither the focus nor a screen reader is disturbed.
 *
 * @param address the page's own address with a query, to which {@code seen} is added
 * @param seconds between two questions
 * @param pending whether something is about to change; without JavaScript the page reloads then
 * @param seen stands for all that the page shows
 */
public record Live(String address, int seconds, boolean pending, String seen) {

    private static final int WHILE_PENDING = 1;
    private static final int OTHERWISE = 5;

    /** A page at this address ({@code /path?} or {@code /path?name=value&}) that shows these things. */
    public static Live page(String address, boolean pending, @Nullable Object... shown) {
        String seen = UUID.nameUUIDFromBytes(Arrays.toString(shown).getBytes(StandardCharsets.UTF_8))
                .toString();
        return new Live(address, pending ? WHILE_PENDING : OTHERWISE, pending, seen);
    }

    /** As {@link #page}, and without JavaScript the page reloads too, but it may take a while until anything changes. */
    public static Live awaiting(String address, @Nullable Object... shown) {
        return new Live(address, OTHERWISE, true, page(address, true, shown).seen());
    }

    /** Whether the browser has seen all of this. */
    public boolean isUnchanged(@Nullable String seenByBrowser) {
        return seen.equals(seenByBrowser);
    }

    public String question() {
        return address + BackgroundRequest.PARAMETER + "=" + seen;
    }
}
