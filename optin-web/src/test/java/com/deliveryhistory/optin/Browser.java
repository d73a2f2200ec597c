package com.deliveryhistory.optin;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.HttpCookie;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.FormElement;

/** A browser without JavaScript: cookies, links, forms. Follows redirects within the application only. */
final class Browser {

    private final CookieManager cookies = new CookieManager(null, CookiePolicy.ACCEPT_ALL);
    private final HttpClient http =
            HttpClient.newBuilder().cookieHandler(cookies).build();
    private URI base;
    private String network = "";

    Browser(int port) {
        this.base = URI.create("http://localhost:" + port + "/");
    }

    /** The same browser with all its cookies, at an application that was started anew. */
    void movesTo(int port) {
        base = URI.create("http://localhost:" + port + "/");
    }

    /** Comes from an address, as a proxy in front of the application says. */
    Browser from(String address) {
        network = address;
        return this;
    }

    /** What came back, after redirects within the application. */
    record Page(int status, URI address, String body, HttpResponse<String> response, Document document) {

        boolean has(String selector) {
            return document.selectFirst(selector) != null;
        }

        Element find(String selector) {
            Element found = document.selectFirst(selector);
            if (found == null) {
                throw new AssertionError("No " + selector + " on " + address + ":\n" + document.body());
            }
            return found;
        }

        String text() {
            return document.body().text();
        }

        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }
    }

    Page signIn(String name, String password) {
        Page page = get("/sign-in");
        page.find("#username").val(name);
        page.find("#password").val(password);
        return submit(page, "#sign-in");
    }

    Page get(String path, String... headers) {
        return follow(request(path, headers).GET().build());
    }

    /** One answer, redirects not followed. */
    Page getOnly(String path, String... headers) {
        return page(send(request(path, headers).GET().build()));
    }

    Page click(Page page, String selector) {
        return get(page.find(selector).attr("href"));
    }

    Page submit(Page page, String selector) {
        FormElement form = (FormElement) page.find(selector);
        return post(form.attr("action"), encoded(form));
    }

    /** Sends a form that asks for a page. */
    Page search(Page page, String selector) {
        FormElement form = (FormElement) page.find(selector);
        return get(form.attr("action") + "?" + encoded(form));
    }

    private static String encoded(FormElement form) {
        return form.formData().stream()
                .map(field -> encode(field.key()) + "=" + encode(field.value()))
                .collect(Collectors.joining("&"));
    }

    Page post(String path, String body, String... headers) {
        return follow(request(path, headers)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    /** One answer to a form, redirects not followed. */
    Page postOnly(String path, String body, String... headers) {
        return sendOnly("POST", path, "application/x-www-form-urlencoded", body, headers);
    }

    /** One answer to whatever it is, redirects not followed. */
    Page sendOnly(String method, String path, String contentType, String body, String... headers) {
        return page(send(request(path, headers)
                .header("Content-Type", contentType)
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build()));
    }

    /** Sends a form with a file in its field {@code file}; an empty name stands for none chosen. */
    Page upload(Page page, String selector, String fileName, byte[] file) {
        FormElement form = (FormElement) page.find(selector);
        Multipart body = new Multipart();
        form.formData().forEach(field -> body.field(field.key(), field.value()));
        return send(form.attr("action"), body.file("file", fileName, file));
    }

    /** Sends a file that no page asked for. */
    Page uploadTo(String path, String fileName, byte[] file) {
        return send(path, new Multipart().file("file", fileName, file));
    }

    private Page send(String path, Multipart body) {
        return follow(request(path)
                .header("Content-Type", body.type())
                .POST(HttpRequest.BodyPublishers.ofByteArray(body.bytes()))
                .build());
    }

    /** What comes, while it comes; closing it cancels the rest. */
    InputStream stream(String path) throws IOException, InterruptedException {
        return http.send(request(path).GET().build(), HttpResponse.BodyHandlers.ofInputStream())
                .body();
    }

    HttpCookie sessionCookie() {
        return cookies.getCookieStore().getCookies().stream()
                .filter(cookie -> cookie.getName().equals("OPTIN_SESSION"))
                .findFirst()
                .orElseThrow();
    }

    CookieManager cookies() {
        return cookies;
    }

    private HttpRequest.Builder request(String path, String... headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(base.resolve(path)).header("Accept", "text/html,*/*;q=0.8");
        if (!network.isEmpty()) {
            request.header("X-Forwarded-For", network);
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        return request;
    }

    private Page follow(HttpRequest request) {
        HttpResponse<String> response = send(request);
        for (int i = 0; i < 10 && response.statusCode() / 100 == 3; i++) {
            URI next = response.request()
                    .uri()
                    .resolve(response.headers().firstValue("Location").orElseThrow());
            if (!next.getAuthority().equals(base.getAuthority())) {
                break;
            }
            response = send(request(next.toString()).GET().build());
        }
        return page(response);
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static Page page(HttpResponse<String> response) {
        URI address = response.request().uri();
        return new Page(
                response.statusCode(),
                address,
                response.body(),
                response,
                Jsoup.parse(response.body(), address.toString()));
    }

    /** As a part of a query or a form. */
    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
