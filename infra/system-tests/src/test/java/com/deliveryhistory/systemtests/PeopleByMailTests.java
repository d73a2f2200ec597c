package com.deliveryhistory.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.deliveryhistory.localstack.LocalStack;
import com.deliveryhistory.localstack.browser.Browser;
import com.deliveryhistory.localstack.browser.Page;
import com.deliveryhistory.localstack.settings.Accounts;
import com.deliveryhistory.localstack.settings.Part;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** People who follow links in their mails, read from the local stack's mailbox. */
@WithSharedStack
class PeopleByMailTests {

    private static final String COMPANY = "c00006";
    private static final String FIRST_PASSWORD = "a sentence nobody guesses";
    private static final String SECOND_PASSWORD = "one more sentence to remember";
    private static final Duration SOON = Duration.ofSeconds(20);

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void an_invited_person_signs_in_and_does_so_again_after_forgetting_the_password(LocalStack stack) {
        URI web = stack.url(Part.OPTIN_WEB);
        URI mailbox = stack.url(Part.MAILBOX);
        try (var admin = new Browser()) {
            signIn(admin, web, COMPANY + "-admin", Accounts.PASSWORD);
            admin.open(web.resolve("/people"))
                    .fill("E-mail address", "new.person@example.com")
                    .click("Send invitation");
        }
        try (var invited = new Browser()) {
            invited.open(link(mailbox, "/invitation/"))
                    .fill("Sign-in name", "new.person")
                    .fill("New password", FIRST_PASSWORD)
                    .fill("New password again", FIRST_PASSWORD)
                    .click("Create account");
            assertThat(signIn(invited, web, "new.person", FIRST_PASSWORD).says("new.person"))
                    .isTrue();
        }
        try (var forgetful = new Browser()) {
            forgetful
                    .open(web.resolve("/password-forgotten"))
                    .fill("Sign-in name or e-mail address", "new.person@example.com")
                    .click("Send link");
            forgetful
                    .open(link(mailbox, "/password-reset/"))
                    .fill("New password", SECOND_PASSWORD)
                    .fill("New password again", SECOND_PASSWORD)
                    .click("Set password");
            assertThat(signIn(forgetful, web, "new.person", FIRST_PASSWORD).says("Signed in as"))
                    .isFalse();
            assertThat(signIn(forgetful, web, "new.person", SECOND_PASSWORD).says("Signed in as"))
                    .isTrue();
        }
    }

    private static Page signIn(Browser browser, URI web, String name, String password) {
        return browser.open(web.resolve("/sign-in"))
                .fill("Sign In", name)
                .fill("Password", password)
                .submit("Password");
    }

    /** The newest link of this kind. */
    private URI link(URI mailbox, String path) {
        var pattern = Pattern.compile("http://localhost:\\d+" + path + "[\\w-]+");
        return await().atMost(SOON)
                .until(() -> newest(mailbox, pattern), Optional::isPresent)
                .orElseThrow();
    }

    private Optional<URI> newest(URI mailbox, Pattern link) {
        try {
            var request = HttpRequest.newBuilder(mailbox.resolve("/api/mails")).build();
            String mails = http.send(request, BodyHandlers.ofString()).body().replace("\\/", "/");
            return link.matcher(mails)
                    .results()
                    .map(MatchResult::group)
                    .map(URI::create)
                    .findFirst();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
