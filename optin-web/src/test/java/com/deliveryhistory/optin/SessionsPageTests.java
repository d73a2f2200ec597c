package com.deliveryhistory.optin;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Updates.set;
import static org.assertj.core.api.Assertions.assertThat;

import com.deliveryhistory.optin.Browser.Page;
import com.deliveryhistory.optin.sessions.Sessions;
import com.mongodb.client.MongoDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** People see where they are signed in, and end it. */
@ExtendWith(OutputCaptureExtension.class)
class SessionsPageTests extends WebTest {

    @Autowired
    Sessions sessions;

    @Autowired
    MongoDatabase database;

    @Test
    void the_page_lists_own_sessions_and_marks_the_current_one() {
        signedIn(admin);
        signedIn(user);

        Page page = signedIn(user).get("/sessions");

        assertThat(page.document().select("article")).hasSize(2);
        assertThat(page.document().select("article[data-current=true]")).hasSize(1);
        assertThat(page.text()).contains("This session", "Unknown browser", "127.0.0.*");
        assertThat(page.document().select("article[data-current=true] button")).isEmpty();
    }

    @Test
    void another_session_of_ones_own_is_ended_at_once(CapturedOutput output) {
        Browser other = signedIn(user);
        Browser current = signedIn(user);
        Page page = current.get("/sessions");

        Page after = end(current, page, reference(page));

        assertThat(after.has("#sessions-ended")).isTrue();
        assertThat(after.document().select("article")).hasSize(1);
        assertThat(other.get("/").address().getPath()).isEqualTo("/sign-in");
        assertThat(output.getAll()).contains("event=\"SESSION_ENDED\" person=\"" + user + "\"");
    }

    @Test
    void a_page_that_updates_by_itself_keeps_no_session_alive() {
        Browser browser = signedIn(user);
        Instant before = lastUsed().minus(Duration.ofMinutes(10));
        Instant end = endOfSession();
        database.getCollection("sessions")
                .updateOne(
                        eq("_id", sessions.of(user).getFirst().reference()), set("lastAccessedAt", Date.from(before)));

        assertThat(browser.getOnly("/?seen=nothing", "HX-Request", "true").status())
                .isEqualTo(200);
        assertThat(lastUsed()).isEqualTo(before);
        assertThat(endOfSession()).isEqualTo(end);

        browser.get("/");
        assertThat(lastUsed()).isAfter(before);
        assertThat(endOfSession()).isAfter(end);
    }

    private Instant endOfSession() {
        return Objects.requireNonNull(database.getCollection("sessions")
                        .find(eq("_id", sessions.of(user).getFirst().reference()))
                        .first())
                .getDate("expiresAt")
                .toInstant();
    }

    private Instant lastUsed() {
        return sessions.of(user).getFirst().lastUsedAt();
    }

    @Test
    void somebody_elses_session_cannot_be_ended_by_naming_it() {
        Browser others = signedIn(admin);
        signedIn(user);
        Browser current = signedIn(user);

        end(current, current.get("/sessions"), sessions.of(admin).getFirst().reference());

        assertThat(others.get("/sessions").address().getPath()).isEqualTo("/sessions");
    }

    @Test
    void signing_out_everywhere_else_keeps_this_session() {
        Browser other = signedIn(user);
        Browser current = signedIn(user);

        Page after = endOthers(current, PASSWORD);

        assertThat(after.document().select("article[data-current=true]")).hasSize(1);
        assertThat(other.get("/").address().getPath()).isEqualTo("/sign-in");
    }

    @Test
    void signing_out_everywhere_ends_this_session_too() {
        Browser other = signedIn(user);
        Browser current = signedIn(user);

        Page page = current.get("/sessions");
        assertThat(page.find("#end-all").attr("formaction")).isEqualTo("/sessions/end-all");
        Page after = current.post("/sessions/end-all", form(page, PASSWORD));

        assertThat(after.text()).contains("You have signed out everywhere");
        assertThat(current.get("/").address().getPath()).isEqualTo("/sign-in");
        assertThat(other.get("/").address().getPath()).isEqualTo("/sign-in");
    }

    @Test
    void without_the_password_no_session_ends() {
        Browser other = signedIn(user);
        Browser current = signedIn(user);
        Page page = current.get("/sessions");

        for (String path : List.of("end", "end-others", "end-all")) {
            Page refused = current.post(
                    "/sessions/" + path, form(page, "wrong") + "&session=" + Browser.encode(reference(page)));

            assertThat(refused.status()).as(path).isEqualTo(422);
            assertThat(refused.find("#current-error").text()).contains("not your current password");
            assertThat(refused.document().select("article")).hasSize(2);
        }
        assertThat(other.get("/sessions").address().getPath()).isEqualTo("/sessions");
        assertThat(current.get("/sessions").address().getPath()).isEqualTo("/sessions");
    }

    @Test
    void wrong_passwords_in_one_session_do_not_keep_the_owner_from_ending_it_from_another() {
        Browser leftOpen = signedIn(user);
        Browser owner = signedIn(user);
        for (int i = 0; i < 12; i++) {
            endOthers(leftOpen, "wrong");
        }
        assertThat(endOthers(leftOpen, PASSWORD).find("#current-error").text()).contains("too often");

        assertThat(endOthers(owner, PASSWORD).has("#sessions-ended")).isTrue();

        assertThat(leftOpen.get("/").address().getPath()).isEqualTo("/sign-in");
    }

    @Test
    void wrong_passwords_of_all_sessions_of_a_person_count_together_as_well() {
        for (int i = 0; i < 3; i++) {
            Browser browser = signedIn(user);
            for (int j = 0; j < 10; j++) {
                assertThat(endOthers(browser, "wrong").find("#current-error").text())
                        .contains("not your current password");
            }
        }

        assertThat(endOthers(signedIn(user), PASSWORD).find("#current-error").text())
                .contains("too often, in whichever browser");
    }

    @Test
    void the_right_password_can_be_typed_as_often_as_there_are_sessions_to_end() {
        Browser current = signedIn(user);
        for (int i = 0; i < 12; i++) {
            Browser other = signedIn(user);

            assertThat(endOthers(current, PASSWORD).has("#sessions-ended")).isTrue();
            assertThat(other.get("/").address().getPath()).isEqualTo("/sign-in");
        }
    }

    private static Page endOthers(Browser browser, String password) {
        Page page = browser.get("/sessions");
        page.find("#current").val(password);
        return browser.submit(page, "#end-sessions");
    }

    private static Page end(Browser browser, Page page, String reference) {
        var button = page.find("article[data-current=false] button");
        assertThat(button.attr("form")).isEqualTo("end-sessions");
        return browser.post(button.attr("formaction"), form(page, PASSWORD) + "&session=" + Browser.encode(reference));
    }

    private static String reference(Page page) {
        return page.find("article[data-current=false] button[name=session]").val();
    }

    private static String form(Page page, String password) {
        return "_csrf="
                + Browser.encode(page.find("#end-sessions input[name=_csrf]").val()) + "&current="
                + Browser.encode(password);
    }
}
