package com.deliveryhistory.optin;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** An HTTP server that answers as a test tells it to, and remembers what it was asked. */
final class StandIn {

    private final HttpServer server;
    private final Map<String, Function<Request, Answer>> answers = new ConcurrentHashMap<>();
    private final Map<String, Stream> streams = new ConcurrentHashMap<>();
    private final List<Request> requests = new CopyOnWriteArrayList<>();

    StandIn() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::handle);
        server.start();
    }

    record Request(
            String method,
            String path,
            Map<String, String> query,
            Map<String, String> form,
            Map<String, String> headers,
            String body) {}

    /** Writes an answer as long as it likes. */
    @FunctionalInterface
    interface Writing {

        void write(OutputStream to) throws IOException;
    }

    /** Status below 0: the connection is closed without an answer. */
    record Answer(int status, String body) {

        static Answer ok(String body) {
            return new Answer(200, body);
        }

        static Answer of(int status, String body) {
            return new Answer(status, body);
        }

        /** A redirect. */
        static Answer movedTo(String address) {
            return new Answer(302, address);
        }
    }

    String address() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    /** Answers all requests whose path starts like this; the longest such start wins. */
    void answer(String pathStart, Function<Request, Answer> answer) {
        answers.put(pathStart, answer);
    }

    /** Answers all requests for exactly this path, piece by piece. */
    void stream(String path, Writing writing) {
        streams.put(path, new Stream(0, writing));
    }

    /** Promises so many bytes, writes fewer, and closes the connection. */
    void breakOff(String path, long promised, Writing writing) {
        streams.put(path, new Stream(promised, writing));
    }

    /** Length 0: not said beforehand. */
    private record Stream(long length, Writing writing) {}

    List<Request> requests(String pathStart) {
        return requests.stream()
                .filter(request -> request.path().startsWith(pathStart))
                .toList();
    }

    private void handle(HttpExchange exchange) throws IOException {
        Map<String, String> headers = new LinkedHashMap<>();
        exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, String.join(",", values)));
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        Request request = new Request(
                exchange.getRequestMethod(),
                exchange.getRequestURI().getPath(),
                parameters(exchange.getRequestURI().getRawQuery()),
                headers.getOrDefault("Content-type", "").startsWith("application/x-www-form-urlencoded")
                        ? parameters(body)
                        : Map.of(),
                headers,
                body);
        requests.add(request);
        Stream stream = streams.get(request.path());
        if (stream != null) {
            try (exchange) {
                exchange.getResponseHeaders().set("Content-Type", "text/csv");
                exchange.sendResponseHeaders(200, stream.length());
                stream.writing().write(exchange.getResponseBody());
            }
            return;
        }
        Answer answer = answers.keySet().stream()
                .filter(start -> request.path().startsWith(start))
                .max((one, other) -> Integer.compare(one.length(), other.length()))
                .map(answers::get)
                .map(function -> function.apply(request))
                .orElse(Answer.of(404, "{}"));
        send(exchange, answer);
    }

    private static void send(HttpExchange exchange, Answer answer) {
        try (exchange) {
            if (answer.status() < 0) {
                return;
            }
            byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            if (answer.status() / 100 == 3 && bytes.length > 0) {
                exchange.getResponseHeaders().set("Location", answer.body());
            }
            exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Map<String, String> parameters(@Nullable String encoded) {
        Map<String, String> parameters = new LinkedHashMap<>();
        if (encoded != null) {
            for (String pair : encoded.split("&", -1)) {
                int equals = pair.indexOf('=');
                if (equals > 0) {
                    parameters.put(
                            URLDecoder.decode(pair.substring(0, equals), StandardCharsets.UTF_8),
                            URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
                }
            }
        }
        return parameters;
    }
}
