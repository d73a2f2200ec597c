package com.deliveryhistory.localstack.forwarding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.deliveryhistory.servers.PortTaken;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ForwarderTests {

    private HttpServer one;
    private HttpServer other;
    private Forwarder forwarder;

    @BeforeEach
    void start() throws IOException {
        one = serverThatSays("one ");
        other = serverThatSays("other ");
        forwarder = Forwarder.start(
                0, List.of(one.getAddress().getPort(), other.getAddress().getPort()));
    }

    @AfterEach
    void stop() {
        forwarder.close();
        one.stop(0);
        other.stop(0);
    }

    @Test
    void connections_go_to_one_and_the_other() throws Exception {
        Set<String> answers = new HashSet<>();
        for (int call = 0; call < 4; call++) {
            answers.add(answer("letter"));
        }

        assertThat(answers).containsExactlyInAnyOrder("one letter", "other letter");
    }

    @Test
    void what_is_long_comes_whole() throws Exception {
        String text = "a long letter ".repeat(100_000);

        assertThat(answer(text)).endsWith(text);
    }

    @Test
    void where_nobody_listens_nobody_is_sent() throws Exception {
        one.stop(0);

        for (int call = 0; call < 4; call++) {
            assertThat(answer("letter")).isEqualTo("other letter");
        }
    }

    @Test
    void without_anybody_a_connection_just_ends() throws Exception {
        one.stop(0);
        other.stop(0);

        try (var client = new Socket(InetAddress.getLoopbackAddress(), forwarder.port())) {
            assertThat(client.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void once_closed_it_takes_no_connections_and_has_ended_those_that_it_had() throws Exception {
        try (var client = new Socket(InetAddress.getLoopbackAddress(), forwarder.port())) {
            client.getOutputStream().write("GET / HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(client.getInputStream().read()).isNotNegative();

            forwarder.close();

            assertThat(client.getInputStream().transferTo(OutputStream.nullOutputStream()))
                    .isNotNegative();
        }
        assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), forwarder.port()).close())
                .isInstanceOf(IOException.class);
    }

    @Test
    void a_taken_port_is_refused_by_name() throws IOException {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> Forwarder.start(taken.getLocalPort(), List.of()))
                    .isInstanceOf(PortTaken.class)
                    .hasMessageContaining(String.valueOf(taken.getLocalPort()));
        }
    }

    private String answer(String question) throws Exception {
        try (var http = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(URI.create("http://localhost:" + forwarder.port()))
                    .POST(BodyPublishers.ofString(question))
                    .build();
            return http.send(request, BodyHandlers.ofString()).body();
        }
    }

    private static HttpServer serverThatSays(String name) throws IOException {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            byte[] question = exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(200, 0);
            try (var body = exchange.getResponseBody()) {
                body.write(name.getBytes(StandardCharsets.US_ASCII));
                body.write(question);
            }
        });
        server.start();
        return server;
    }
}
