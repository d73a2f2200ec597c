package com.deliveryhistory.optin;

import com.deliveryhistory.optin.Browser.Page;
import com.deliveryhistory.optin.accounts.Account;
import com.deliveryhistory.optin.accounts.Accounts;
import java.util.ArrayList;
import java.util.List;
import org.bson.Document;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;

/** Somebody who asks for another own mail address. */
abstract class AddressTest extends WebTest {

    static final String NEW_PASSWORD = "blue elephant dances tango";

    @Autowired
    Accounts accounts;

    final String earlier = company + "-admin@example.com";
    final String moved = company + "-moved@example.com";

    @BeforeEach
    void nobodyAskedForLinksInThisHour() {
        collection("allowances").deleteMany(new Document());
    }

    Account account(String name) {
        return accounts.find(name).orElseThrow();
    }

    static Page ask(Browser browser, String address) {
        Page page = browser.get("/profile");
        page.find("#email").val(address);
        page.find("#email-current").val(PASSWORD);
        return browser.submit(page, "#change-email");
    }

    String link() {
        return link(moved);
    }

    /** The link in the newest mail to an address. */
    String link(String address) {
        return mails(address).getLast().get("facts", Document.class).getString("link");
    }

    List<String> kinds(String address) {
        return mails(address).stream().map(mail -> mail.getString("kind")).toList();
    }

    List<Document> mails(String address) {
        return collection("mails")
                .find(new Document("to", address))
                .sort(new Document("queuedAt", 1))
                .into(new ArrayList<>());
    }
}
