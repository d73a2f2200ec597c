package com.deliveryhistory.optin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.deliveryhistory.events.GrantState;
import com.deliveryhistory.optin.Browser.Page;
import com.deliveryhistory.optin.StandIn.Answer;
import com.deliveryhistory.testing.Patience;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * Sends nonsense and malice to every address of the application, signed in as an admin whose forms are valid. The same
 * seed sends the same: {@code -Dfuzz.seed=N}; {@code -Dfuzz.requests=N} sends more.
 */
class FuzzTests extends WebTest {

    private static final long SEED = Long.getLong("fuzz.seed", 20_260_711);
    private static final int REQUESTS = Integer.getInteger("fuzz.requests", 5_200);
    private static final int WORKERS = 4;

    /** What no page says, whatever it was sent: names of classes, stack traces, markup or expressions that took effect. */
    private static final Pattern FORBIDDEN = Pattern.compile(
            "\\w(Exception|Error)\\b|\\bat (com|org|java)\\.|(org\\.(springframework|thymeleaf|apache)|com\\.(deliveryhistory|mongodb)|java\\.(lang|util))\\."
                    + "|<script>fuzz|<img src=fuzz|onfocus=\"fuzz|62615533");

    private static final List<String> MALICE = List.of(
            "<script>fuzz()</script>",
            "\"><script>fuzz()</script>",
            "'><img src=fuzz onerror=fuzz()>",
            "\" onfocus=\"fuzz()\" autofocus=\"",
            "${7919*7907}",
            "*{7919*7907}",
            "#{7919*7907}",
            "@{7919*7907}",
            "~{7919*7907}",
            "[[${7919*7907}]]",
            "__${7919*7907}__::.x",
            "${T(Math).multiplyExact(7919,7907)}",
            "{{7919*7907}}",
            "#{T(Math).multiplyExact(7919,7907)}",
            "{\"$gt\":\"\"}",
            "$where",
            "../../../../etc/passwd",
            "..\\..\\windows\\win.ini",
            "..;/company",
            "/company;/..",
            "//example.org/",
            "https://example.org/",
            "javascript:fuzz()",
            "a\r\nSet-Cookie: fuzz=1",
            "a\u0000b",
            "\u0007\u001b[31m",
            "\u202egnp.exe",
            "\ud83d\ude00\u0301\u0301\u0301",
            "\ud800",
            "İıſßΣς",
            "١٢٣",
            "",
            " ",
            "null",
            "undefined",
            "NaN",
            "true",
            "-1",
            "0",
            "1e309",
            "99999999999999999999",
            "2147483648",
            "2026-02-30",
            "+999999999-12-31T23:59:59Z",
            "-999999999-01-01",
            "2026-01-01T00:00:00Z",
            "0000-00-00",
            "ADMIN",
            "en_US.UTF-8",
            "={1+1}",
            "%",
            "%00",
            "%2e%2e%2f",
            "%c0%ae",
            "a@b@c",
            "\"a b\"@example.org",
            "a,b,c",
            "1ZA1B2C30214876366");

    private static final String FORM = "application/x-www-form-urlencoded";

    private static final List<String> TYPES = List.of(
            "application/json",
            "application/xml",
            "text/plain",
            "text/csv",
            "multipart/form-data",
            "multipart/form-data; boundary=x",
            "application/secevent+jwt",
            "application/octet-stream",
            "nonsense",
            "application/x-www-form-urlencoded; charset=utf-7");

    /** Signing in anew costs more than a hundred other requests: these are sent, and not often. */
    private static final Set<String> SESSION_ENDS =
            Set.of("POST /sign-out", "POST /sessions/end-all", "POST /sessions/end-others");

    /** Wrong passwords would lock all tests out. */
    private static final String SIGN_IN = "POST /sign-in";

    /** Forwards alone lead there. */
    private static final Set<String> FORBIDDEN_FORMS =
            Set.of("POST /error", "POST /sign-in/refused", "POST /sign-out/at-provider");

    private static final List<String> TEMPTING =
            List.of("cursor", "seen", "id", "page", "size", "sort", "class.module", "_csrf");

    /** The routes of which a form was taken for one of ours. */
    private final Set<String> accepted = ConcurrentHashMap.newKeySet();

    @Autowired
    RequestMappingHandlerMapping mapping;

    @Test
    @Timeout(600) // it sends thousands of requests
    void nothing_that_is_sent_breaks_a_page_or_shows_in_it_unescaped() throws Exception {
        outside.historyWorker.answer("/v1/companies/" + company, request -> Answer.ok("{\"packages\":[]}"));
        outside.historyWorker.answer("/v1/companies/" + company + "/tracking-numbers", request -> Answer.of(400, "{}"));
        tokenManagerSays(GrantState.ACTIVE, null);
        await().until(() -> signedIn(user).get("/").has("#delivery-history"));
        List<Route> routes = Route.of(mapping);

        try (ExecutorService workers = Executors.newFixedThreadPool(WORKERS)) {
            List<Future<List<String>>> findings = new ArrayList<>();
            for (int i = 0; i < WORKERS; i++) {
                Random random = new Random(SEED + i);
                findings.add(workers.submit(() -> new Sender(random).send(routes, REQUESTS / WORKERS)));
            }
            for (Future<List<String>> found : findings) {
                assertThat(found.get()).as("seed %d", SEED).isEmpty();
            }
        } catch (ExecutionException e) {
            throw new AssertionError("seed " + SEED, e);
        }
        Set<String> forms = routes.stream()
                .filter(route -> !route.isRead())
                .map(Route::toString)
                .collect(Collectors.toCollection(TreeSet::new));
        forms.remove(SIGN_IN);
        forms.removeAll(FORBIDDEN_FORMS);
        assertThat(accepted)
                .as("forms that were taken for ours, seed %d", SEED)
                .containsExactlyInAnyOrderElementsOf(forms);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/%",
                "/%zz",
                "/%00",
                "/company%00",
                "/company/..;/",
                "/..;/company",
                "/company/../../etc/passwd",
                "/%2e%2e/%2e%2e/etc/passwd",
                "//company",
                "/\\company",
                "/company;jsessionid=x",
                "/packages/%2F",
                "/packages/%252e%252e",
                "/webjars/../application.yaml",
                "/assets/..%2f..%2fapplication.yaml",
                "/assets/%c0%ae%c0%ae/",
                "http://example.org/",
                "*",
                "/?cursor=%",
                "/?cursor=%00",
                "/?%",
                "/company?opted-in=%zz",
                "/packages/<script>fuzz()</script>"
            })
    void an_address_that_no_browser_would_send_is_answered_and_no_more(String target) throws IOException {
        Browser browser = signedIn(admin);
        String cookie = browser.sessionCookie().toString();

        String answer = raw("GET " + target + " HTTP/1.1\r\nHost: localhost\r\nCookie: " + cookie
                + "\r\nAccept: text/html\r\nConnection: close\r\n\r\n");

        assertThat(answer)
                .matches("(?s)HTTP/1.1 [234].*")
                .doesNotContain("spring:")
                .doesNotContainPattern(FORBIDDEN);
    }

    /** Sends and looks at what comes back. */
    private final class Sender {

        private final Random random;
        private Browser browser;
        private String csrf = "";

        Sender(Random random) {
            this.random = random;
            this.browser = browser();
            signIn();
        }

        /** To each route once, and then at random. */
        List<String> send(List<Route> routes, int requests) {
            List<Route> all = routes.stream()
                    .filter(route -> !route.toString().equals(SIGN_IN))
                    .toList();
            List<String> findings = new ArrayList<>();
            all.forEach(route -> send(route, findings));
            for (int sent = all.size(); sent < requests && findings.size() < 20; ) {
                Route route = pick(all);
                boolean rare = SESSION_ENDS.contains(route.toString()) && random.nextInt(40) > 0;
                if (!rare) {
                    send(route, findings);
                    sent++;
                }
            }
            return findings;
        }

        private void send(Route route, List<String> findings) {
            browser.from("192.0.2." + random.nextInt(256)); // from one network too many sign-ins would fail
            String path = route.path(
                    name -> random.nextInt(3) == 0 && name.equals("application") ? IDH : Browser.encode(value()));
            String fields = fields(route);
            String sent;
            Page answer;
            if (route.isRead()) {
                sent = path + "?" + fields;
                answer = browser.getOnly(address(sent), headers());
            } else {
                boolean inQuery = random.nextBoolean();
                String proof = "_csrf=" + Browser.encode(csrf);
                String form = inQuery ? proof : fields + "&" + proof; // what stands in both is refused
                String body = random.nextInt(8) == 0 ? body() : form;
                String type = random.nextInt(8) > 0 ? FORM : pick(TYPES);
                if (body.startsWith("--x")) {
                    type = "multipart/form-data; boundary=x";
                }
                String address = address(inQuery ? path + "?" + fields : path);
                sent = address + " " + type + " " + body;
                answer = browser.sendOnly(route.method(), address, type, body, "X-CSRF-TOKEN", csrf);
                if (type.equals(FORM) && isAccepted(answer)) {
                    accepted.add(route.toString());
                }
            }
            if (answer.status() >= 500) {
                findings.add(answer.status() + " " + route + " " + shortened(sent));
            }
            FORBIDDEN
                    .matcher(answer.body())
                    .results()
                    .findFirst()
                    .ifPresent(found -> findings.add(found.group() + " " + route + " " + shortened(sent)));
            if (answer.header("Location").contains("/sign-in")
                    || answer.header("Set-Cookie").contains("fuzz")) {
                signIn();
            }
        }

        /** Whether it got past what looks at all forms: their size, and the token of those who are signed in. */
        private boolean isAccepted(Page answer) {
            return answer.status() != 403
                    && answer.status() != 413
                    && !answer.header("Location").contains("/sign-in?ended");
        }

        private void signIn() {
            browser = signedIn(admin);
            csrf = browser.get("/").find("input[name=_csrf]").val();
        }

        private String fields(Route route) {
            List<String> names = new ArrayList<>(route.parameters());
            names.add(pick(TEMPTING.subList(0, TEMPTING.size() - 1)));
            List<String> fields = new ArrayList<>();
            for (String name : names) {
                for (int times = random.nextInt(8); times > 5 || times == 1; times = 0) {
                    fields.add(Browser.encode(name) + "=" + Browser.encode(value(name)));
                }
                fields.add(
                        random.nextInt(6) == 0
                                ? Browser.encode(name)
                                : Browser.encode(name) + "=" + Browser.encode(value(name)));
            }
            return String.join("&", fields);
        }

        /** Now and then what leads on: wrong passwords alone would soon be looked at no more. */
        private String value(String name) {
            return switch (name) {
                case "current" -> random.nextInt(20) > 0 ? PASSWORD : value();
                case "again" -> value() + "!"; // another than the password: all would be signed out
                case "name" -> random.nextInt(4) == 0 ? user : value();
                default -> value();
            };
        }

        private String value() {
            return switch (random.nextInt(10)) {
                case 0 -> pick(MALICE) + pick(MALICE);
                case 1 -> pick(MALICE).repeat(1 + random.nextInt(60));
                case 2 -> "x".repeat(1 + random.nextInt(3_000));
                case 3 ->
                    random.ints(1 + random.nextInt(40), 1, 0x10000)
                            .filter(character -> !Character.isSurrogate((char) character))
                            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                            .toString();
                case 4 -> Long.toString(random.nextLong());
                default -> pick(MALICE);
            };
        }

        private String body() {
            return switch (random.nextInt(4)) {
                case 0 -> "{\"a\":".repeat(200);
                case 1 -> "{\"company\":\"c001\",\"x\":\"" + value().replace("\"", "") + "\"}";
                case 2 ->
                    "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + pick(MALICE) + "\"\r\n\r\n"
                            + value() + "\r\n--x--\r\n";
                default -> value();
            };
        }

        private String[] headers() {
            return random.nextInt(5) == 0
                    ? new String[] {"HX-Request", "true", "Accept-Language", "de"}
                    : new String[] {"Accept-Language", random.nextBoolean() ? "es" : "zz;q=x"};
        }

        private <T> T pick(List<T> values) {
            return values.get(random.nextInt(values.size()));
        }
    }

    private static String address(String text) {
        return URI.create(text.replace("+", "%20")).toString();
    }

    private static String shortened(String text) {
        return text.substring(0, Math.min(400, text.length()));
    }

    private String raw(String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
                InputStream in = socket.getInputStream()) {
            socket.setSoTimeout(Math.toIntExact(Patience.LIMIT.toMillis()));
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
