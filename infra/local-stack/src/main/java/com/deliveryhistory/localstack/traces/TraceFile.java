package com.deliveryhistory.localstack.traces;

import com.deliveryhistory.localstack.processes.StackFailure;
import com.nimbusds.jose.util.JSONObjectUtils;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A collector of the simplest kind: takes spans as OTLP/HTTP has them (protobuf) on a port of the loopback address, and
 * writes each to a file, as a line of JSON.
 */
public final class TraceFile implements AutoCloseable {

    private static final int MOST_BYTES = 16 * 1024 * 1024;
    private static final int OK = 200;
    private static final int BAD_REQUEST = 400;
    private static final String PATH = "/v1/traces";

    private final Path file;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    private TraceFile(Path file, HttpServer server) {
        this.file = file;
        this.server = server;
        server.createContext(PATH, this::take);
        server.setExecutor(threads);
    }

    /**
     * Begins to take spans. What the file holds is replaced.
     *
     * @throws StackFailure if it cannot be written
     */
    public static TraceFile open(Path file) {
        try {
            Files.write(file, new byte[0]);
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            var traces = new TraceFile(file, server);
            server.start();
            return traces;
        } catch (IOException e) {
            throw StackFailure.because("Traces cannot be written to %s: %s".formatted(file, e));
        }
    }

    /** What makes a service send all of its spans here, soon. */
    public Map<String, Object> settings() {
        String endpoint = "http://127.0.0.1:" + server.getAddress().getPort() + PATH;
        return Map.of(
                "management.tracing.sampling.probability",
                1,
                "management.opentelemetry.tracing.export.otlp.endpoint",
                endpoint,
                "management.opentelemetry.tracing.export.schedule-delay",
                "500ms");
    }

    public Path file() {
        return file;
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            int status = OK;
            try {
                write(OtlpSpans.in(exchange.getRequestBody().readNBytes(MOST_BYTES)));
            } catch (IllegalArgumentException e) {
                status = BAD_REQUEST;
            }
            exchange.getResponseHeaders().add("Content-Type", "application/x-protobuf");
            exchange.sendResponseHeaders(status, -1);
        }
    }

    private synchronized void write(List<Map<String, Object>> spans) throws IOException {
        List<String> lines = new ArrayList<>();
        spans.forEach(span -> lines.add(JSONObjectUtils.toJSONString(span)));
        Files.write(file, lines, StandardOpenOption.APPEND);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
