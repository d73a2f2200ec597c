package com.deliveryhistory.optin.sessions;

import org.springframework.security.web.header.HeaderWriter;
import org.springframework.security.web.header.writers.ClearSiteDataHeaderWriter;
import org.springframework.security.web.header.writers.ClearSiteDataHeaderWriter.Directive;

/**
 * What browsers forget when somebody signs out: whatever was stored for this host, as htmx stores pages to go back to. Not
 * cookies: those that are left tell nothing of anybody's data, and let the next sign-in in this browser go on while others
 * guess. Not the cache: no page is in it ({@code no-store}), and Chromium takes seconds to clear it.
 */
public final class SiteData {

    /** Writes {@code Clear-Site-Data}, over TLS only: browsers take it from nobody else. */
    public static final HeaderWriter CLEARED = new ClearSiteDataHeaderWriter(Directive.STORAGE);

    private SiteData() {}
}
