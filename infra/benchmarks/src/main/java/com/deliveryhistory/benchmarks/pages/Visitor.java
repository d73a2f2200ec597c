package com.deliveryhistory.benchmarks.pages;

import com.deliveryhistory.localstack.processes.StackFailure;
import java.io.IOException;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Somebody's browser: opens pages with the session that it has. */
final class Visitor {

    private static final Pattern TOKEN = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");

    private final CookieManager cookies = new CookieManager(null, CookiePolicy.ACCEPT_ALL);
    private final URI web;

    private Visitor(URI web) {
        this.web = web;
    }

    /** Has opened the sign-in page once. */
    static Visitor at(URI web) {
        Visitor visitor = new Visitor(web);
        visitor.send(HttpRequest.newBuilder(web.resolve("/sign-in")).build());
        return visitor;
    }

    static Visitor signedIn(URI web, String name, String password) {
        Visitor visitor = new Visitor(web);
        Matcher token = TOKEN.matcher(
                visitor.send(HttpRequest.newBuilder(web.resolve("/sign-in")).build()));
        if (!token.find()) {
            throw StackFailure.because("The sign-in page has no form");
        }
        String form = "username=" + encode(name) + "&password=" + encode(password) + "&_csrf=" + encode(token.group(1));
        visitor.send(HttpRequest.newBuilder(web.resolve("/sign-in"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build());
        return visitor;
    }

    /** Asks for a page. */
    HttpRequest request(String path) {
        String all = cookies.getCookieStore().getCookies().stream()
                .map(cookie -> cookie.getName() + "=" + cookie.getValue())
                .collect(Collectors.joining("; "));
        return HttpRequest.newBuilder(web.resolve(path))
                .header("Accept", "text/html")
                .header("Cookie", all)
                .timeout(Duration.ofSeconds(20))
                .build();
    }

    /** The page as it is now. */
    String read(String path) {
        return send(HttpRequest.newBuilder(web.resolve(path))
                .header("Accept", "text/html")
                .build());
    }

    private String send(HttpRequest request) {
        try (HttpClient http = HttpClient.newBuilder().cookieHandler(cookies).build()) {
            return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
        } catch (IOException e) {
            throw StackFailure.because("optin-web does not answer: " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
