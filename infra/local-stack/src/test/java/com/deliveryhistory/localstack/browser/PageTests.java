package com.deliveryhistory.localstack.browser;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PageTests {

    private static final String HTML = """
            <body><h1>Sign In</h1>
            <form method="post" action="/sign-in">
              <input type="hidden" name="_csrf" value="abc">
              <label for="n">Sign In</label><input id="n" name="name">
              <label>Password <input type="password" name="password"></label>
              <input id="a" type="checkbox" name="agreed" value="true"><label for="a">I agree to all</label>
              <button type="button">Show</button> <button name="action" value="go">Enter</button>
            </form>
            <section><h2>First</h2><a href="/first">Opt-In</a></section>
            <section><h2>Second</h2><a href="/second?code=secret">Opt-In</a></section></body>
            """;

    private final Browser browser = new Browser();
    private HttpServer server;
    private URI address;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> answer(exchange, HTML));
        server.createContext("/sign-in", exchange -> answer(exchange, body(exchange)));
        server.createContext("/second", exchange -> answer(exchange, "the second"));
        server.start();
        address = URI.create("http://localhost:" + server.getAddress().getPort());
    }

    @AfterEach
    void stop() {
        browser.close();
        server.stop(0);
    }

    @Test
    void a_form_is_sent_with_all_that_a_browser_would_send() {
        Page sent = browser.open(address)
                .fill("Sign In", "acme admin")
                .fill("Password", "a&b")
                .tick("I agree")
                .click("Enter");

        assertThat(sent.text()).isEqualTo("_csrf=abc&name=acme+admin&password=a%26b&agreed=true&action=go");
    }

    @Test
    void a_form_is_sent_by_its_first_button() {
        Page sent = browser.open(address).fill("Sign In", "me").submit("Sign In");

        assertThat(sent.text()).isEqualTo("_csrf=abc&name=me&password=&action=go");
    }

    @Test
    void of_several_equal_links_the_one_below_the_heading_is_followed() {
        assertThat(browser.open(address).clickBelow("Second", "Opt-In").text()).isEqualTo("the second");
    }

    @Test
    void what_is_not_there_is_told_with_what_is() {
        Page page = browser.open(address).clickBelow("Second", "Opt-In");

        assertThatThrownBy(() -> page.fill("Sign In", "me"))
                .isInstanceOf(StepFailed.class)
                .hasMessageContaining("a field \"Sign In\"")
                .hasMessageContaining("the second")
                .hasMessageNotContaining("secret");
    }

    private static String body(HttpExchange exchange) throws IOException {
        return new String(exchange.getRequestBody().readAllBytes(), UTF_8).replace("&", "&amp;");
    }

    private static void answer(HttpExchange exchange, String html) throws IOException {
        byte[] bytes = html.getBytes(UTF_8);
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
