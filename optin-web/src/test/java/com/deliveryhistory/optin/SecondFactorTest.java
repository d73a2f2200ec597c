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
        String secret = page.find("#secret").text().replace(" ", "");
        page.find("#current").val(PASSWORD);
        page.find("#code").val(TotpCodes.at(secret, clock.instant()));
        Page codes = browser.submit(page, "#confirm");
        return new Made(secret, codes.document().select("#recovery-codes code").eachText());
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
