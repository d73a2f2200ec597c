package com.deliveryhistory.localstack.mailbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.deliveryhistory.servers.PortTaken;
import com.deliveryhistory.servers.Ports;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MailboxTests {

    private final HttpClient http = HttpClient.newHttpClient();
    private final List<Integer> ports = Ports.free(2);

    @TempDir
    Path folder;

    private Mailbox mailbox;

    @BeforeEach
    void startMailbox() {
        mailbox = start();
    }

    @AfterEach
    void close() {
        mailbox.close();
    }

    @Test
    void a_mail_is_listed_and_shown_with_a_link_that_can_be_followed() throws Exception {
        send("Grüße <b>", "Hello,\nhttps://example.com/invitation?token=a-b\n", "<p>Hello</p>");

        Document list = page("/");
        String address =
                Optional.ofNullable(list.selectFirst("td a")).orElseThrow().attr("href");
        Document mail = page(address);

        assertThat(list.select("td").eachText()).contains("ann@example.com", "Grüße <b>");
        assertThat(mail.select("pre a").eachAttr("href")).containsExactly("https://example.com/invitation?token=a-b");
        assertThat(mail.select("dd").eachText()).contains("sender@example.com", "ann@example.com");
    }

    @Test
    void what_is_in_a_mail_runs_no_script_and_loads_nothing() throws Exception {
        send("One", "text", "<script>alert(1)</script><p>Hello</p>");
        String address =
                Optional.ofNullable(page("/").selectFirst("td a")).orElseThrow().attr("href");

        HttpResponse<String> html = get(address + "/html");

        assertThat(html.headers().firstValue("Content-Security-Policy"))
                .hasValueSatisfying(policy -> assertThat(policy)
                        .contains("default-src 'none'", "sandbox")
                        .doesNotContain("allow-scripts"));
        assertThat(page(address).select("iframe").attr("sandbox")).doesNotContain("allow-scripts");
    }

    @Test
    void mails_are_still_there_after_a_restart_newest_first() throws Exception {
        send("First", "text", "");
        send("Second", "text", "");

        mailbox.close();
        mailbox = start();

        assertThat(page("/").select("td a").eachText()).containsExactly("Second", "First");
        assertThat(get("/api/mails").body()).contains("\"subject\":\"Second\"").contains("\"to\":\"ann@example.com\"");
    }

    @Test
    void of_many_mails_the_newest_are_kept() {
        var mails = MailFolder.open(folder.resolve("many"));
        for (int i = 0; i < MailFolder.MOST + 2; i++) {
            mails.add("Subject: %d\r\n\r\ntext".formatted(i).getBytes(StandardCharsets.US_ASCII));
        }

        assertThat(mails.all()).hasSize(MailFolder.MOST);
        assertThat(mails.all().getFirst().subject()).isEqualTo("501");
        assertThat(mails.all().getLast().subject()).isEqualTo("2");
    }

    @Test
    void an_address_that_is_no_page_is_told_where_the_mails_are() throws Exception {
        assertThat(get("/mails/1").statusCode()).isEqualTo(404);
        assertThat(get("/mails/../../x").statusCode()).isEqualTo(404);
        assertThat(get("/anything").body()).contains("/ lists the mails");
    }

    @Test
    void a_taken_port_is_named() {
        assertThatThrownBy(this::start)
                .isInstanceOf(PortTaken.class)
                .hasMessageContaining(ports.get(1).toString());
    }

    private Mailbox start() {
        return Mailbox.start(folder, ports.get(0), ports.get(1));
    }

    private void send(String subject, String text, String html) throws MessagingException {
        var properties = new Properties();
        properties.setProperty("mail.smtp.host", "127.0.0.1");
        properties.setProperty("mail.smtp.port", ports.get(1).toString());
        var mail = new MimeMessage(Session.getInstance(properties));
        mail.setFrom(new InternetAddress("sender@example.com"));
        mail.setRecipient(Message.RecipientType.TO, new InternetAddress("ann@example.com"));
        mail.setSubject(subject, "UTF-8");
        var plain = new MimeBodyPart();
        plain.setText(text, "UTF-8");
        var rich = new MimeBodyPart();
        rich.setText(html, "UTF-8", "html");
        mail.setContent(new MimeMultipart("alternative", plain, rich));
        Transport.send(mail);
    }

    private Document page(String path) throws IOException, InterruptedException {
        return Jsoup.parse(get(path).body());
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://localhost:" + ports.get(0) + path))
                .build();
        return http.send(request, BodyHandlers.ofString());
    }
}
