package com.deliveryhistory.services.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServer;

class ProblemReportsTests {

    private final WebServer server;

    ProblemReportsTests() {
        TomcatServletWebServerFactory factory = new TomcatServletWebServerFactory(0);
        new ProblemReportsAutoConfiguration().problemReports().customize(factory);
        server = factory.getWebServer();
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    @Test
    void a_malformed_target_gets_problem_details() throws Exception {
        assertThat(answerTo("GET /?a={secret} HTTP/1.1\r\nHost: localhost\r\n\r\n"))
                .startsWith("HTTP/1.1 400")
                .containsIgnoringCase("content-type: application/problem+json")
                .endsWith("{\"title\":\"Bad Request\",\"status\":400}")
                .doesNotContain("secret", "<html");
    }

    @Test
    void headers_that_are_too_large_get_problem_details() throws Exception {
        assertThat(answerTo("GET / HTTP/1.1\r\nHost: localhost\r\nX: " + "x".repeat(20_000) + "\r\n\r\n"))
                .containsPattern("HTTP/1.1 4\\d\\d")
                .containsIgnoringCase("content-type: application/problem+json")
                .doesNotContain("<html");
    }

    private String answerTo(String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.getPort())) {
            socket.getOutputStream()
                    .write(request.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
