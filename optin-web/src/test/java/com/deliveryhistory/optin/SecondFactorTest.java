package com.deliveryhistory.optin;

import com.deliveryhistory.optin.Browser.Page;
import com.deliveryhistory.optin.secondfactor.TotpCodes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.bson.Document;

/** Somebody who sets up a second factor. */
abstract class SecondFactorTest extends WebTest {

    record Made(String secret, List<String> recoveryCodes) {}

    static Made setUp(Browser browser) {
        Page page = browser.get("/second-factor/settings");
        Page codes = confirm(browser, page);
        return new Made(
                secret(page), codes.document().select("#recovery-codes code").eachText());
    }

    /** The page that shows the recovery codes. */
    static Page setUpPage(Browser browser) {
        return confirm(browser, browser.get("/second-factor/settings"));
    }

    private static Page confirm(Browser browser, Page page) {
        page.find("#current").val(PASSWORD);
        page.find("#code").val(TotpCodes.at(secret(page), clock.instant()));
        return browser.submit(page, "#confirm");
    }

    private static String secret(Page page) {
        return page.find("#secret").text().replace(" ", "");
    }

    /** A code that was not used for setting up: the next step's, which phones that are a little fast show. */
    static String nextCode(String secret) {
        return TotpCodes.at(secret, clock.instant().plus(Duration.ofSeconds(30)));
    }

    static Page prove(Browser browser, String code) {
        Page page = browser.get("/second-factor");
        page.find("#code").val(code);
        return browser.submit(page, "#second-factor");
    }

    List<Document> mails(String kind) {
        return collection("mails")
                .find(new Document("to", admin + "@example.com").append("kind", kind))
                .into(new ArrayList<>());
    }
}
