package com.deliveryhistory.optin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.deliveryhistory.events.GrantState;
import com.deliveryhistory.optin.Browser.Page;
import com.deliveryhistory.optin.StandIn.Answer;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.bson.BsonDocument;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** Walks every address of the application as everybody there is. */
class RouteTests extends WebTest {

    /** Who may use an address. Whatever is mapped and not named here fails the test. */
    private enum Access {
        EVERYBODY,
        MEMBERS,
        /** As for members; the person has to sign in anew afterwards. */
        MEMBERS_FOR_THE_LAST_TIME,
        ADMINS,
        NOBODY
    }

    private static final Map<Access, String> ROUTES = Map.of(
            Access.EVERYBODY, """
            GET /invitation/{secret}
            POST /invitation/{secret}
            GET /password-forgotten
            POST /password-forgotten
            GET /password-reset/{secret}
            POST /password-reset/{secret}
            GET /sign-in
            POST /sign-in
            GET /sso
            POST /sso
            GET /sso/{company}
            GET /sso/{company}/callback
            POST /ssf/events
            """,
            Access.MEMBERS, """
            GET /
            GET /deliveries.csv
            GET /packages/{trackingNumber}
            GET /profile
            POST /profile/email
            POST /profile/language
            POST /profile/password
            GET /second-factor
            POST /second-factor
            POST /second-factor/recovery-codes
            POST /second-factor/remove
            GET /second-factor/set-up
            POST /second-factor/set-up
            GET /second-factor/settings
            GET /sessions
            POST /sessions/end
            POST /sessions/end-others
            """,
            Access.MEMBERS_FOR_THE_LAST_TIME, """
            POST /sessions/end-all
            POST /sign-out
            """,
            Access.ADMINS, """
            GET /activity
            GET /activity.csv
            GET /company
            GET /company/{application}/password-changed
            POST /company/{application}/password-changed
            GET /company/{application}/problem/{problem}
            POST /company/{application}/try-again
            GET /company/{application}/ups-user
            POST /company/{application}/ups-user
            GET /company/{application}/withdraw
            POST /company/{application}/withdraw
            GET /people
            GET /people/disable
            POST /people/disable
            POST /people/enable
            POST /people/invitations
            POST /people/invitations/revoke
            POST /people/invitations/send-again
            POST /people/password-reset
            GET /people/person
            POST /people/role
            POST /people/second-factor/remove
            GET /login/oauth2/code/{application}
            GET /oauth2/authorization/{application}
            GET /tracking-numbers
            POST /tracking-numbers
            GET /tracking-numbers/{id}
            """,
            Access.NOBODY, """
            GET /error
            POST /error
            POST /sign-in/refused
            POST /sign-out/at-provider
            """);

    /** A company that no test opts in. */
    private static final String OTHER = "c149";

    /** Parameters that a careless controller might look at. */
    private static final Set<String> TEMPTING =
            Set.of("company", "companyId", "id", "user", "name", "username", "account", "member", "role");

    @Autowired
    RequestMappingHandlerMapping mapping;

    private List<Route> routes = List.of();

    @BeforeEach
    void allThatIsMapped() {
        routes = Route.of(mapping);
        for (String each : List.of(company, OTHER)) {
            outside.historyWorker.answer(
                    "/v1/companies/" + each + "/tracking-numbers", request -> Answer.of(400, "{}"));
        }
    }

    @Test
    void every_address_says_who_may_use_it() {
        assertThat(access().keySet())
                .containsExactlyInAnyOrderElementsOf(
                        routes.stream().map(Route::toString).collect(Collectors.toCollection(TreeSet::new)));
    }

    @Test
    void whoever_has_not_signed_in_is_led_to_the_sign_in_page() {
        Browser browser = browser();

        for (Route route : routes) {
            Page answer = route.ask(browser, RouteTests::own, route.parameters(), "x");
            assertDistrust(route, answer);
            if (access(route) == Access.EVERYBODY) {
                assertThat(answer.status()).as(route.toString()).isLessThan(500).isNotEqualTo(403);
            } else if (!route.pattern().equals("/sign-out")) {
                assertThat(isSignInPage(answer))
                        .as("%s: %s", route, answer.status())
                        .isTrue();
            }
        }
    }

    @Test
    void a_user_gets_what_is_for_users_and_a_refusal_from_all_else() {
        Walker walker = new Walker(user);

        for (Route route : routes) {
            Page answer = walker.ask(route, RouteTests::own, route.parameters());
            boolean refused = access(route) == Access.ADMINS || access(route) == Access.NOBODY;
            assertThat(answer.status() == 403)
                    .as("%s: %s", route, answer.status())
                    .isEqualTo(refused);
            assertThat(answer.status()).as(route.toString()).isLessThan(500);
        }
    }

    @Test
    void an_admin_gets_everything() {
        activate();
        Walker walker = new Walker(admin);

        for (Route route : routes) {
            Page answer = walker.ask(route, RouteTests::own, route.parameters());
            assertDistrust(route, answer);
            assertThat(answer.status() == 403)
                    .as("%s: %s", route, answer.status())
                    .isEqualTo(access(route) == Access.NOBODY);
            assertThat(answer.status()).as(route.toString()).isLessThan(500);
        }
    }

    @Test
    void another_companys_admin_reaches_nothing_of_this_company_by_any_name_in_path_query_or_form() {
        outside.historyWorker.answer("/v1/companies/" + company, request -> Answer.ok("{\"secret\":\"theirs\"}"));
        activate();
        Map<String, Set<BsonDocument>> before = documents();
        Walker walker = new Walker(OTHER + "-admin");
        int asked = outside.historyWorker.requests("/").size();

        for (Route route : routes) {
            if (access(route) == Access.EVERYBODY && route.pattern().equals("/sign-in")) {
                continue;
            }
            Set<String> names = new LinkedHashSet<>(route.parameters());
            names.addAll(TEMPTING);
            for (String theirs : List.of(company, user, admin, company + "/" + IDH)) {
                Page answer = walker.ask(
                        route,
                        variable -> variable.equals("application") ? IDH : Browser.encode(theirs),
                        names,
                        theirs);
                assertThat(answer.body()).as(route.toString()).doesNotContain("Company " + company, "theirs");
                assertThat(answer.status()).as(route.toString()).isLessThan(500);
            }
        }

        assertThat(documents()).isEqualTo(before);
        assertThat(outside.historyWorker.requests("/").stream().skip(asked))
                .hasSizeGreaterThan(1)
                .allSatisfy(request -> {
                    assertThat(request.path()).startsWith("/v1/companies/" + OTHER + "/");
                    assertThat(claimedCompany(request.headers())).isEqualTo(OTHER);
                });
    }

    /** Every answer tells the browser to trust nothing but this application. */
    private static void assertDistrust(Route route, Page answer) {
        String what = route + ": " + answer.status();
        assertThat(answer.header("X-Content-Type-Options")).as(what).isEqualTo("nosniff");
        assertThat(answer.header("Cache-Control")).as(what).contains("no-store");
        assertThat(answer.header("Server")).as(what).isEmpty();
        assertThat(answer.response().headers().allValues("Set-Cookie"))
                .as(what)
                .allSatisfy(cookie -> assertThat(cookie).contains("HttpOnly", "SameSite=Lax", "Path=/"));
        assertThat(answer.header("Content-Security-Policy"))
                .as(what)
                .contains("default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'")
                .doesNotContain("unsafe");
        if (!route.pattern().equals("/ssf/events")) { // no page
            assertThat(answer.header("Referrer-Policy")).as(what).isIn("same-origin", "no-referrer");
            assertThat(answer.header("Permissions-Policy")).as(what).contains("camera=()");
            assertThat(answer.header("Cross-Origin-Opener-Policy")).as(what).isEqualTo("same-origin");
        }
    }

    /** Somebody who signs in again whenever that is needed. */
    private final class Walker {

        private final String name;
        private Browser browser;

        Walker(String name) {
            this.name = name;
            this.browser = signedIn(name);
        }

        Page ask(Route route, UnaryOperator<String> variables, Set<String> parameters) {
            return ask(route, variables, parameters, "x");
        }

        Page ask(Route route, UnaryOperator<String> variables, Set<String> parameters, String value) {
            Page answer = route.ask(browser, variables, parameters, value);
            if (access(route) == Access.MEMBERS_FOR_THE_LAST_TIME) {
                browser = signedIn(name);
            } else {
                assertThat(isSignInPage(answer)).as(route.toString()).isFalse();
            }
            return answer;
        }
    }

    private static boolean isSignInPage(Page answer) {
        return answer.status() == 302 && answer.header("Location").matches(".*/sign-in(\\?ended(-at-ups)?)?");
    }

    private static String own(String variable) {
        return variable.equals("application") ? IDH : "x";
    }

    private static Access access(Route route) {
        Access access = access().get(route.toString());
        if (access == null) {
            throw new AssertionError("Name in ROUTES who may use " + route);
        }
        return access;
    }

    private static Map<String, Access> access() {
        Map<String, Access> all = new TreeMap<>();
        ROUTES.forEach((access, lines) -> lines.lines().forEach(line -> all.put(line, access)));
        return all;
    }

    /** All that is stored about the company, but who is signed in. */
    private Map<String, Set<BsonDocument>> documents() {
        Map<String, Set<BsonDocument>> all = new TreeMap<>();
        var database = mongo.client().getDatabase(mongo.database());
        for (String collection : database.listCollectionNames()) {
            Set<BsonDocument> found = new LinkedHashSet<>();
            database.getCollection(collection, BsonDocument.class).find().forEach(document -> {
                if (document.toJson().contains(company)) {
                    found.add(document);
                }
            });
            all.put(collection, found);
        }
        all.remove("sessions");
        all.values().removeIf(Set::isEmpty);
        return all;
    }

    private static String claimedCompany(Map<String, String> headers) {
        try {
            String token = headers.getOrDefault("Authorization", "").replace("Bearer ", "");
            return SignedJWT.parse(token).getJWTClaimsSet().getStringClaim("company");
        } catch (ParseException e) {
            throw new AssertionError(e);
        }
    }

    private void activate() {
        tokenManagerSays(GrantState.ACTIVE, null);
        Browser browser = signedIn(user);
        await().until(() -> browser.get("/").has("#delivery-history"));
    }
}
