package com.deliveryhistory.optin.sessions;

import org.springframework.security.web.header.HeaderWriter;
import org.springframework.security.web.header.writers.ClearSiteDataHeaderWriter;
import org.springframework.security.web.header.writers.ClearSiteDataHeaderWriter.Directive;

/**
 * What browsers forget when somebody signs out: copies of pages, and whatever an extension may have stored for this host. Not
 * cookies: those that are left tell nothing of anybody's data, and let the next sign-in in this browser go on while others
 * guess.
 */
public final class SiteData {

    /** Writes {@code Clear-Site-Data}, over TLS only: browsers take it from nobody else. */
    public static final HeaderWriter CLEARED = new ClearSiteDataHeaderWriter(Directive.CACHE, Directive.STORAGE);

    private SiteData() {}
}
