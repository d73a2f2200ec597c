package com.deliveryhistory.benchmarks.ingest;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * UPS and token-manager in one, as cheap as can be: every company has the recorded pages for its feed, and any token will
 * do. Tracking answers nonsense, so that collecting ends with the feed, and the feed is not thought to be out of order.
 */
final class Replay implements AutoCloseable {

    private static final Pattern BOOKMARK = Pattern.compile("\"Bookmark\"\\s*:\\s*\"([^\"]*)\"");

    private static final byte[] NONSENSE = "{}".getBytes(StandardCharsets.UTF_8);

    private final RecordedPages pages;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final byte[] token;

    Replay(RecordedPages pages) throws IOException {
        this.pages = pages;
        this.token = """
                {"accessToken": "bench", "tokenType": "Bearer", "generation": 1, "expiresAt": "%s"}""".formatted(Instant.now().plusSeconds(86_400)).getBytes(StandardCharsets.UTF_8);
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/v1/grants/", exchange -> answer(exchange, 200, token));
        server.createContext("/api/quantumview/", this::page);
        server.createContext("/api/track/", exchange -> answer(exchange, 200, NONSENSE));
        server.start();
    }

    String address() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    private void page(HttpExchange exchange) throws IOException {
        Matcher bookmark =
                BOOKMARK.matcher(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        byte[] page = pages.byBookmark().get(bookmark.find() ? bookmark.group(1) : "");
        answer(exchange, page == null ? 400 : 200, page == null ? new byte[0] : page);
    }

    private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.getRequestBody().readAllBytes();
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
