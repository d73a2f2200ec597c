package com.deliveryhistory.optin;

import static org.assertj.core.api.Assertions.assertThat;

import com.deliveryhistory.optin.Browser.Page;
import com.deliveryhistory.optin.sessions.Sessions;
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

    @Test
    void the_page_lists_own_sessions_and_marks_the_current_one() {
        signedIn(admin);
        signedIn(user);

        Page page = signedIn(user).get("/sessions");

        assertThat(page.document().select("article")).hasSize(2);
        assertThat(page.document().select("article[data-current=true]")).hasSize(1);
        assertThat(page.text()).contains("This session", "Unknown browser", "127.0.0.*");
        assertThat(page.document().select("article[data-current=true] form")).isEmpty();
    }

    @Test
    void another_session_of_ones_own_is_ended_at_once(CapturedOutput output) {
        Browser other = signedIn(user);
        Browser current = signedIn(user);
        Page page = current.get("/sessions");

        Page after = current.submit(page, "article[data-current=false] form");

        assertThat(after.has("#sessions-ended")).isTrue();
        assertThat(after.document().select("article")).hasSize(1);
        assertThat(other.get("/").address().getPath()).isEqualTo("/sign-in");
        assertThat(output.getAll()).contains("event=\"SESSION_ENDED\" person=\"" + user + "\"");
    }

    @Test
    void somebody_elses_session_cannot_be_ended_by_naming_it() {
        Browser others = signedIn(admin);
        signedIn(user);
        Browser current = signedIn(user);
        Page page = current.get("/sessions");
        page.find("article[data-current=false] input[name=session]")
                .val(sessions.of(admin).getFirst().reference());

        current.submit(page, "article[data-current=false] form");

        assertThat(others.get("/sessions").address().getPath()).isEqualTo("/sessions");
    }

    @Test
    void signing_out_everywhere_else_keeps_this_session() {
        Browser other = signedIn(user);
        Browser current = signedIn(user);

        Page after = current.submit(current.get("/sessions"), "#end-others");

        assertThat(after.document().select("article[data-current=true]")).hasSize(1);
        assertThat(other.get("/").address().getPath()).isEqualTo("/sign-in");
    }

    @Test
    void signing_out_everywhere_ends_this_session_too() {
        Browser other = signedIn(user);
        Browser current = signedIn(user);

        Page after = current.submit(current.get("/sessions"), "#end-all");

        assertThat(after.text()).contains("You have signed out everywhere");
        assertThat(current.get("/").address().getPath()).isEqualTo("/sign-in");
        assertThat(other.get("/").address().getPath()).isEqualTo("/sign-in");
    }
}
