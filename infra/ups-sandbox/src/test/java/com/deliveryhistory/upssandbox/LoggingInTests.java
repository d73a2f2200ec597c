package com.deliveryhistory.upssandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

@SandboxTest
class LoggingInTests {

    private Caller caller = new Caller(0);

    @BeforeEach
    void open(@LocalServerPort int port) {
        caller = new Caller(port);
    }

    @Test
    void authorizing_begins_with_a_redirect_to_the_log_in_page_that_names_the_application() {
        var answer = caller.get(Caller.authorization("code_challenge_method", "S256"));

        assertThat(answer.status()).isEqualTo(302);
        assertThat(answer.header("appname")).isEqualTo("Intelligent Delivery History");
        assertThat(answer.header("displayname")).isEqualTo("Intelligent Delivery History");
        assertThat(answer.redirectParameter("type")).isEqualTo("ups_com_api");
        assertThat(caller.get(answer.header("location")).body())
                .contains("Log In", "Don't have a profile?", "Sign up", "Email or Username", "UPS Technology Agreement")
                .contains("Customer Solutions - Intelligent Delivery History")
                .contains("Continue", "Forgot Username/Password");
    }

    @Test
    void the_first_step_leads_to_the_password_by_user_name_or_email() {
        for (String name : new String[] {"acme-ups", "ACME-UPS", "acme-ups@example.com"}) {
            Map<String, String> form = loginForm();
            form.putAll(Map.of("username", name, "agreement", "true"));

            var answer = caller.post("/login", form);

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.body())
                    .contains("<h1>Password</h1>", "Welcome back", "acme-ups", "Log In", "Forgot Username/Password");
        }
    }

    @Test
    void an_unknown_user_and_an_unticked_box_are_told_and_the_input_stays() {
        Map<String, String> form = loginForm();
        form.put("username", "nobody-here");

        var answer = caller.post("/login", form);

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.body())
                .contains("We do not know this email or username", "Check the box to agree", "value=\"nobody-here\"");
    }

    @Test
    void an_unticked_box_stops_a_known_user() {
        Map<String, String> form = loginForm();
        form.put("username", "acme-ups");

        assertThat(caller.post("/login", form).body())
                .contains("Check the box to agree", "value=\"acme-ups\"")
                .doesNotContain("We do not know");
    }

    @Test
    void a_wrong_password_is_told_and_the_authorization_stays() {
        var answer = caller.logIn("acme-ups", "wrong", Caller.authorization());

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.body()).contains("This password is not right", "Welcome back");
        Map<String, String> again = answer.hiddenFields();
        again.put("password", Caller.PASSWORD);
        assertThat(caller.post("/login/password", again).header("location")).startsWith(Caller.REDIRECT_URI + "?code=");
    }

    @Test
    void the_password_step_cannot_be_reached_without_agreeing() {
        Map<String, String> form = loginForm();
        form.putAll(Map.of("username", "acme-ups", "password", Caller.PASSWORD));

        assertThat(caller.post("/login/password", form).body()).contains("Check the box to agree");
    }

    @Test
    void the_way_back_has_code_state_and_scope() {
        var answer = caller.logIn("acme-ups", Caller.PASSWORD, Caller.authorization());

        assertThat(answer.status()).isEqualTo(302);
        assertThat(answer.header("location")).startsWith(Caller.REDIRECT_URI + "?");
        assertThat(answer.redirectParameter("code")).hasSizeGreaterThan(30);
        assertThat(answer.redirectParameter("state")).isEqualTo("a+b=&{x}");
        assertThat(answer.redirectParameter("scope")).isEqualTo("read");
    }

    @Test
    void who_is_logged_in_already_is_asked_to_log_in_again() {
        caller.logIn("acme-ups", Caller.PASSWORD, Caller.authorization());

        var answer = caller.get(Caller.authorization());

        assertThat(caller.get(answer.header("location")).body()).contains("Email or Username");
    }

    @Test
    void who_signs_up_on_the_way_goes_on_with_the_authorization() {
        Map<String, String> form = caller.get(
                        caller.get(Caller.authorization()).header("location").replace("/login", "/signup"))
                .hiddenFields();
        form.putAll(Map.of(
                "newUsername", "newcomer",
                "email", "newcomer@example.com",
                "newPassword", "a-long-password",
                "shipperNumber", "n1n2n3"));
        var login = caller.get(caller.post("/signup", form).header("location"));
        assertThat(login.body()).contains("Your profile is ready", "value=\"newcomer\"", "Customer Solutions - ");
        Map<String, String> first = login.hiddenFields();
        first.putAll(Map.of("username", "newcomer", "agreement", "true"));
        Map<String, String> second = caller.post("/login", first).hiddenFields();
        second.put("password", "a-long-password");

        var back = caller.post("/login/password", second);

        assertThat(caller.exchange(back.redirectParameter("code")).status()).isEqualTo(200);
    }

    @Test
    void a_sign_up_that_cannot_be_is_told_field_by_field_and_the_input_stays() {
        Map<String, String> form = caller.get("/signup").hiddenFields();
        form.putAll(Map.of("newUsername", "a b", "email", "no-email", "newPassword", "short", "shipperNumber", "12"));

        var answer = caller.post("/signup", form);

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.body())
                .contains("Use 3 to 40 letters", "Enter an email like", "Use 8 to 72 characters", "has 6 letters")
                .contains("value=\"a b\"", "value=\"no-email\"")
                .doesNotContain("value=\"short\"");
    }

    @Test
    void a_name_that_is_taken_cannot_be_signed_up_again() {
        Map<String, String> form = caller.get("/signup").hiddenFields();
        form.putAll(Map.of("newUsername", "Acme-UPS", "email", "x@example.com", "newPassword", "a-long-password"));

        assertThat(caller.post("/signup", form).body()).contains("already has a profile");
    }

    @Test
    void cancelling_stays_on_the_page_and_authorizes_nothing() {
        var answer =
                caller.get(caller.get(Caller.authorization()).header("location").replace("/login", "/login/cancel"));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).contains("nothing was authorized");
    }

    @Test
    void the_forgot_page_does_not_tell_whether_a_profile_exists() {
        for (String email : new String[] {"acme-ups@example.com", "nobody@example.com"}) {
            Map<String, String> form = caller.get("/forgot").hiddenFields();
            form.put("email", email);
            assertThat(caller.post("/forgot", form).body()).contains("belongs to a profile");
        }
    }

    @Test
    void a_form_without_its_csrf_token_is_refused() {
        assertThat(caller.post("/login", Map.of("username", "acme-ups", "agreement", "true"))
                        .status())
                .isEqualTo(403);
    }

    @Test
    void the_profile_needs_a_log_in() {
        assertThat(caller.get("/profile").header("location")).endsWith("/login");
    }

    @Test
    void a_wrong_current_password_changes_nothing() {
        assertThat(caller.changePassword("globex-ups", Caller.PASSWORD, Caller.PASSWORD)
                        .body())
                .contains("other than the current one");
        Map<String, String> form = caller.get("/profile").hiddenFields();
        form.putAll(Map.of("currentPassword", "wrong", "newPassword", "another-password"));

        assertThat(caller.post("/profile", form).body()).contains("not your current password");
        assertThat(caller.logIn("globex-ups", "another-password", Caller.authorization())
                        .status())
                .isEqualTo(422);
        assertThat(caller.logIn("globex-ups", Caller.PASSWORD, Caller.authorization())
                        .redirectParameter("code"))
                .isNotEmpty();
    }

    @Test
    void the_session_cookie_is_not_one_of_another_local_application() {
        var answer = caller.logIn("acme-ups", Caller.PASSWORD, Caller.authorization());

        assertThat(answer.response().headers().allValues("set-cookie"))
                .anyMatch(cookie -> cookie.startsWith("UPS_SESSION=") && cookie.contains("HttpOnly"));
    }

    private Map<String, String> loginForm() {
        return caller.get(caller.get(Caller.authorization()).header("location")).hiddenFields();
    }
}
