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
import java.util.stream.Stream;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** Walks every address of the application as everybody there is. */
class RouteTests extends WebTest {

    /** Who may use an address, in the words of the rules. Whatever is mapped and not named there fails the test. */
    private enum Access {
        EVERYBODY("everybody"),
        MEMBERS("members"),
        /** As for members; the person has to sign in anew afterwards. */
        MEMBERS_FOR_THE_LAST_TIME("members, signed out by it"),
        ADMINS("administrators"),
        NOBODY("nobody");

        private final String words;

        Access(String words) {
            this.words = words;
        }
    }

    private static final Map<String, Access> RULES = Rules.rows().stream()
            .filter(row -> row.getFirst().matches("`(GET|POST) .+`"))
            .collect(RouteTests::rules, RouteTests::add, Map::putAll);

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
        assertThat(RULES.keySet())
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
            if (access(route) == Access.EVERYBODY
                    && Set.of("/sign-in", "/password-forgotten").contains(route.pattern())) {
                continue; // of use for whoever names somebody
            }
            Set<String> names = new LinkedHashSet<>(route.parameters());
            names.addAll(TEMPTING);
            for (String theirs : List.of(company, user, admin, company + "/" + IDH)) {
                for (boolean inQuery : route.isRead() ? List.of(true) : List.of(true, false)) {
                    Page answer = walker.ask(
                            route,
                            variable -> variable.equals("application") ? IDH : Browser.encode(theirs),
                            names,
                            theirs,
                            inQuery);
                    assertThat(answer.body()).as(route.toString()).doesNotContain("Company " + company, "theirs");
                    assertThat(answer.status()).as(route.toString()).isLessThan(500);
                }
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
            return ask(route, variables, parameters, "x", route.isRead());
        }

        Page ask(Route route, UnaryOperator<String> variables, Set<String> parameters, String value, boolean inQuery) {
            Page answer = route.ask(browser, variables, parameters, value, inQuery);
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
        Access access = RULES.get(route.toString());
        if (access == null) {
            throw new AssertionError("Say in rules.md who may use " + route);
        }
        return access;
    }

    private static Map<String, Access> rules() {
        return new TreeMap<>();
    }

    /** A row names a path with one method or two. */
    private static void add(Map<String, Access> rules, List<String> row) {
        Access access = Stream.of(Access.values())
                .filter(each -> each.words.equals(row.get(1)))
                .findFirst()
                .orElseThrow(() -> new AssertionError("Nobody is called " + row.get(1)));
        List<String> route = List.of(row.getFirst().replace("`", "").split(" ", -1));
        route.subList(0, route.size() - 1).forEach(method -> rules.put(method + " " + route.getLast(), access));
    }

    /** All that is stored about the company, but who is signed in. */
    private Map<String, Set<BsonDocument>> documents() {
        Map<String, Set<BsonDocument>> all = new TreeMap<>();
        var database = mongo.client().getDatabase(mongo.database());
        for (String collection : database.listCollectionNames()) {
            Set<BsonDocument> found = new LinkedHashSet<>();
            database.getCollection(collection, BsonDocument.class).find().forEach(document -> {
                if (document.toJson().contains(company) && !isOfOther(document)) {
                    found.add(document);
                }
            });
            all.put(collection, found);
        }
        all.remove("sessions");
        all.values().removeIf(Set::isEmpty);
        return all;
    }

    /** Its people may write the name of this company into what is theirs. */
    private static boolean isOfOther(BsonDocument document) {
        return OTHER.equals(document.getString("company", new BsonString("")).getValue());
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
