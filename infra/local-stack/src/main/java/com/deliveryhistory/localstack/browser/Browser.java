package com.deliveryhistory.localstack.browser;

import java.io.IOException;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** One person's browser: an HTTP client with cookies that follows redirects, and no JavaScript. */
public final class Browser implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final HttpClient client = HttpClient.newBuilder()
            .cookieHandler(new CookieManager(null, CookiePolicy.ACCEPT_ALL))
            .followRedirects(HttpClient.Redirect.NORMAL)
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();

    public Page open(URI address) {
        return send(HttpRequest.newBuilder(address).GET());
    }

    public Page post(URI address, String form) {
        return send(HttpRequest.newBuilder(address)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form)));
    }

    private Page send(HttpRequest.Builder request) {
        var sent = request.timeout(PATIENCE).header("Accept", "text/html").build();
        try {
            var answer = client.send(sent, BodyHandlers.ofString());
            return new Page(this, answer.uri(), answer.statusCode(), answer.body());
        } catch (IOException e) {
            throw new StepFailed("no answer from %s: %s".formatted(sent.uri().getAuthority(), e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StepFailed("interrupted");
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
