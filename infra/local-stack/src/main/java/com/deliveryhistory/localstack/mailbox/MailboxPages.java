package com.deliveryhistory.localstack.mailbox;

import com.nimbusds.jose.util.JSONObjectUtils;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/**
 * {@code /} lists the mails, {@code /mails/ID} shows one, {@code /mails/ID/html} its HTML alone, {@code /mails/ID/source}
 * what was sent; {@code /api/mails} gives all as JSON.
 */
final class MailboxPages implements HttpHandler {

    private static final Pattern ONE_MAIL = Pattern.compile("/mails/(\\d{1,19})(|/html|/source)");
    private static final Pattern LINK = Pattern.compile("https?://[^\\s<>\"]+");
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss zzz").withZone(ZoneId.systemDefault());

    private static final String HTML = "text/html; charset=utf-8";
    private static final String PLAIN = "text/plain; charset=utf-8";

    private static final String PAGE_POLICY =
            "default-src 'none'; style-src 'self'; frame-src 'self'; base-uri 'none'; frame-ancestors 'none'";

    /** What is in a mail runs no script, loads nothing and opens links only when somebody follows them. */
    private static final String MAIL_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:;"
            + " frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox"
            + " allow-top-navigation-by-user-activation";

    private final MailFolder mails;
    private final String style;

    MailboxPages(MailFolder mails) {
        this.mails = mails;
        try (InputStream css = Objects.requireNonNull(MailboxPages.class.getResourceAsStream("mailbox.css"))) {
            style = new String(css.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (!List.of("GET", "HEAD").contains(exchange.getRequestMethod())) {
                exchange.getResponseHeaders().set("Allow", "GET, HEAD");
                send(exchange, 405, PLAIN, "The mailbox only shows mails: GET\n");
                return;
            }
            String path = exchange.getRequestURI().getPath();
            Matcher one = ONE_MAIL.matcher(path);
            if (path.equals("/")) {
                exchange.getResponseHeaders().set("Refresh", "5");
                sendPage(exchange, list(mails.all()));
            } else if (path.equals("/mailbox.css")) {
                send(exchange, 200, "text/css", style);
            } else if (path.equals("/api/mails")) {
                send(exchange, 200, "application/json", json(mails.all()));
            } else if (one.matches()) {
                showOne(exchange, one.group(1), one.group(2));
            } else {
                send(exchange, 404, PLAIN, "There is no such page: / lists the mails\n");
            }
        }
    }

    private void showOne(HttpExchange exchange, String id, String what) throws IOException {
        Optional<ReceivedMail> mail = mails.find(id);
        if (mail.isEmpty()) {
            send(exchange, 404, PLAIN, "There is no mail " + id + " (any more): / lists the mails\n");
        } else if (what.equals("/html")) {
            exchange.getResponseHeaders().set("Content-Security-Policy", MAIL_POLICY);
            send(exchange, 200, HTML, withLinksToTheWholeWindow(mail.get().html()));
        } else if (what.equals("/source")) {
            send(exchange, 200, PLAIN, new String(mails.source(id).orElseThrow(), StandardCharsets.UTF_8));
        } else {
            sendPage(exchange, page(mail.get()));
        }
    }

    private static Document list(List<ReceivedMail> all) {
        Document page = emptyPage("Mailbox");
        Element body = page.body();
        body.appendElement("p")
                .text(
                        all.isEmpty()
                                ? "No mail yet. What the services send is shown here and goes to nobody."
                                : "What the services sent, newest first. It went to nobody.");
        if (all.isEmpty()) {
            return page;
        }
        Element table = body.appendElement("table");
        Element head = table.appendElement("thead").appendElement("tr");
        for (String title : List.of("Received", "To", "Subject")) {
            head.appendElement("th").attr("scope", "col").text(title);
        }
        Element rows = table.appendElement("tbody");
        for (ReceivedMail mail : all) {
            Element row = rows.appendElement("tr");
            row.appendElement("td").text(TIME.format(mail.receivedAt()));
            row.appendElement("td").text(mail.to());
            row.appendElement("td")
                    .appendElement("a")
                    .attr("href", "/mails/" + mail.id())
                    .text(mail.subject().isBlank() ? "(no subject)" : mail.subject());
        }
        return page;
    }

    private static Document page(ReceivedMail mail) {
        Document page = emptyPage(mail.subject().isBlank() ? "(no subject)" : mail.subject());
        Element body = page.body();
        Element facts = body.appendElement("dl");
        appendFact(facts, "From", mail.from());
        appendFact(facts, "To", mail.to());
        appendFact(facts, "Received", TIME.format(mail.receivedAt()));
        if (!mail.text().isEmpty()) {
            body.appendElement("h2").text("Text");
            appendWithLinks(body.appendElement("pre"), mail.text());
        }
        if (!mail.html().isEmpty()) {
            body.appendElement("h2").text("HTML");
            body.appendElement("iframe")
                    .attr("title", "The mail as a mail program shows it")
                    .attr(
                            "sandbox",
                            "allow-popups allow-popups-to-escape-sandbox allow-top-navigation-by-user-activation")
                    .attr("src", "/mails/" + mail.id() + "/html");
        }
        Element links = body.appendElement("p");
        links.appendElement("a").attr("href", "/").text("All mails");
        links.appendText(" · ");
        links.appendElement("a").attr("href", "/mails/" + mail.id() + "/source").text("Source");
        return page;
    }

    private static Document emptyPage(String title) {
        Document page = Jsoup.parse("""
                <!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
                <title></title><link rel="stylesheet" href="/mailbox.css"></head><body></body></html>""");
        page.title(title);
        page.body().appendElement("h1").text(title);
        return page;
    }

    private static void appendFact(Element facts, String name, String value) {
        facts.appendElement("dt").text(name);
        facts.appendElement("dd").text(value);
    }

    private static void appendWithLinks(Element element, String text) {
        int done = 0;
        Matcher links = LINK.matcher(text);
        while (links.find()) {
            element.appendText(text.substring(done, links.start()));
            element.appendElement("a").attr("href", links.group()).text(links.group());
            done = links.end();
        }
        element.appendText(text.substring(done));
    }

    private static String withLinksToTheWholeWindow(String html) {
        Document mail = Jsoup.parse(html);
        mail.head().prependElement("base").attr("target", "_top");
        return mail.outerHtml();
    }

    private static String json(List<ReceivedMail> all) {
        return JSONObjectUtils.toJSONString(Map.of(
                "mails",
                all.stream()
                        .map(mail -> Map.of(
                                "id", mail.id(),
                                "receivedAt", mail.receivedAt().toString(),
                                "from", mail.from(),
                                "to", mail.to(),
                                "subject", mail.subject(),
                                "text", mail.text()))
                        .toList()));
    }

    private static void sendPage(HttpExchange exchange, Document page) throws IOException {
        exchange.getResponseHeaders().set("Content-Security-Policy", PAGE_POLICY);
        send(exchange, 200, HTML, page.outerHtml());
    }

    private static void send(HttpExchange exchange, int status, String type, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
        // mails hold one-time links
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        exchange.getResponseHeaders().set("Referrer-Policy", "no-referrer");
        boolean bodyless = exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(status, bodyless ? -1 : bytes.length);
        if (!bodyless) {
            exchange.getResponseBody().write(bytes);
        }
    }
}
