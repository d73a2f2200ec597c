package com.deliveryhistory.systemtests.custody;

import com.deliveryhistory.testing.Patience;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

/** Calls with JSON. */
final class Http implements AutoCloseable {

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Patience.LIMIT)
            .build();

    HttpResponse<String> get(URI address) throws IOException {
        return send(HttpRequest.newBuilder(address).GET());
    }

    HttpResponse<String> delete(URI address) throws IOException {
        return send(HttpRequest.newBuilder(address).DELETE());
    }

    HttpResponse<String> post(URI address, String json, String... headers) throws IOException {
        var request = HttpRequest.newBuilder(address)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json));
        return send(headers.length == 0 ? request : request.headers(headers));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException {
        try {
            return client.send(request.timeout(Patience.LIMIT).build(), BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
