package com.deliveryhistory.tokens;

import com.deliveryhistory.events.sealing.TokenPair;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** UPS's refresh address: refresh tokens are good once, and answers can be scripted. */
public final class UpsStandIn implements AutoCloseable {

    public static final String REFUSAL =
            "{\"response\":{\"errors\":[{\"code\":\"10400\",\"message\":\"Invalid Refresh Token\"}]}}";

    private static final String BASIC_OF_CLIENT_AND_SECRET = "Basic Y2xpZW50OnNlY3JldA==";

    private final HttpServer server;
    private final Set<String> good = Collections.synchronizedSet(new HashSet<>());
    private final List<String> tried = Collections.synchronizedList(new ArrayList<>());
    private final Deque<Answer> script = new ArrayDeque<>();
    private final AtomicInteger issued = new AtomicInteger();
    private volatile @Nullable Answer always;
    private volatile String accessTokenLife = "\"3599\"";

    /** Something else to answer than UPS would. */
    @FunctionalInterface
    public interface Answer {
        void to(HttpExchange exchange, String refreshToken) throws IOException;
    }

    private interface Sending {
        void send() throws IOException;
    }

    public UpsStandIn() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/security/v1/oauth/refresh", this::refresh);
        server.start();
    }

    public URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** A pair as an opt-in brings it. */
    public TokenPair issue() {
        int number = issued.incrementAndGet();
        String refreshToken = "secret-rt-" + number;
        good.add(refreshToken);
        return new TokenPair("secret-at-" + number, refreshToken);
    }

    /** A changed password: no refresh token is good any more. */
    public void forgetAll() {
        good.clear();
    }

    /** The next answers are these, in this order, one call each. */
    public void answerWith(Answer... answers) {
        synchronized (script) {
            script.addAll(List.of(answers));
        }
    }

    /** All further answers are this one; {@code null}: as UPS answers. */
    public void answerAllWith(@Nullable Answer answer) {
        always = answer;
    }

    /** The refresh tokens that were tried, in order. */
    public List<String> tried() {
        return List.copyOf(tried);
    }

    /** What stands as {@code expires_in} in the answers. */
    public void accessTokenLife(String json) {
        accessTokenLife = json;
    }

    public static Answer status(int status, String body) {
        return (exchange, token) -> send(exchange, status, body);
    }

    /** Rotates and tells nobody. */
    public Answer lost() {
        return (exchange, token) -> {
            good.remove(token);
            exchange.close();
        };
    }

    public Answer late(long millis) {
        return (exchange, token) -> after(millis, () -> usual(exchange, token));
    }

    /** Never comes. */
    public static Answer silence() {
        return (exchange, token) -> {};
    }

    /** Begins at once and comes byte by byte, for as long as somebody reads. */
    public Answer endless() {
        return (exchange, token) -> {
            exchange.sendResponseHeaders(200, 0);
            writeOn(exchange);
        };
    }

    private static void writeOn(HttpExchange exchange) throws IOException {
        exchange.getResponseBody().write(' ');
        exchange.getResponseBody().flush();
        after(100, () -> writeOn(exchange));
    }

    private static void after(long millis, Sending sending) {
        CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS).execute(() -> {
            try {
                sending.send();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private void refresh(HttpExchange exchange) throws IOException {
        String form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        boolean wellFormed = form.startsWith("grant_type=refresh_token&refresh_token=")
                && BASIC_OF_CLIENT_AND_SECRET.equals(
                        exchange.getRequestHeaders().getFirst("Authorization"))
                && "POST".equals(exchange.getRequestMethod());
        if (!wellFormed) {
            send(exchange, 400, "{\"response\":{\"errors\":[{\"code\":\"10400\",\"message\":\"Malformed\"}]}}");
            return;
        }
        String token = URLDecoder.decode(form.substring(form.lastIndexOf('=') + 1), StandardCharsets.UTF_8);
        tried.add(token);
        Answer scripted;
        synchronized (script) {
            scripted = script.poll();
        }
        Answer other = scripted == null ? always : scripted;
        if (other != null) {
            other.to(exchange, token);
        } else {
            usual(exchange, token);
        }
    }

    public void usual(HttpExchange exchange, String token) throws IOException {
        if (!good.remove(token)) {
            send(exchange, 400, REFUSAL);
            return;
        }
        TokenPair next = issue();
        send(exchange, 200, """
                {"token_type":"Bearer","access_token":"%s","expires_in":%s,"issued_at":"1752487200123",
                 "status":"approved","refresh_token":"%s","refresh_token_expires_in":"5183999",
                 "refresh_token_status":"approved","refresh_count":"1","scope":"","client_id":"client"}
                """.formatted(next.accessToken(), accessTokenLife, next.refreshToken()));
    }

    static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
