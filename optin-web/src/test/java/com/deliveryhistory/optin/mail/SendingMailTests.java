package com.deliveryhistory.optin.mail;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.deliveryhistory.events.CompanyId;
import com.deliveryhistory.optin.languages.Times;
import com.deliveryhistory.services.metrics.Counted;
import com.deliveryhistory.testing.TestClock;
import com.deliveryhistory.testing.TestMongo;
import com.deliveryhistory.testing.WithMongo;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import com.mongodb.client.MongoDatabase;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.context.support.ResourceBundleMessageSource;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.mail.javamail.JavaMailSenderImpl;

@WithMongo
class SendingMailTests {

    private static final CompanyId ACME = new CompanyId("acme");

    private final MongoDatabase database;
    private final TestClock clock = TestClock.running();
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final List<MailDispatch> started = new ArrayList<>();
    private final GreenMail server = new GreenMail(ServerSetup.SMTP.dynamicPort());
    private final MailQueue queue;

    SendingMailTests(TestMongo mongo) {
        database = mongo.client().getDatabase(mongo.database());
        queue = new MailQueue(database, settings(100), clock);
    }

    @BeforeEach
    void nothingWaits() {
        database.getCollection("mails").deleteMany(new Document());
    }

    @AfterEach
    void stopped() {
        started.forEach(MailDispatch::stop);
        server.stop();
    }

    @Test
    void a_mail_arrives_in_words_as_plain_text_and_html() throws MessagingException {
        server.start();
        instance(server.getSmtp().getPort());

        queue.put(ACME, mail("m-1"));

        MimeMessage arrived = arrived(1).getFirst();
        assertThat(arrived.getSubject()).isEqualTo("Choose a new password");
        assertThat(arrived.getAllRecipients()[0]).hasToString("ada@example.com");
        assertThat(arrived.getFrom()[0]).hasToString("history@example.com");
        assertThat(arrived.getHeader("Auto-Submitted")).containsExactly("auto-generated");
        assertThat(arrived.getContentType()).startsWith("multipart/alternative");
        // noted after the mail server has taken it
        await().untilAsserted(() -> assertThat(stored("m-1").getString("state")).isEqualTo("SENT"));
    }

    @Test
    void what_a_mail_said_is_dropped_once_it_is_sent() {
        server.start();
        instance(server.getSmtp().getPort());

        queue.put(ACME, mail("m-1"));

        arrived(1);
        await().untilAsserted(() -> assertThat(stored("m-1").toJson()).doesNotContain("secret-token", "facts"));
    }

    @Test
    void a_mail_with_an_id_that_was_sent_is_not_sent_again() {
        server.start();
        instance(server.getSmtp().getPort());
        queue.put(ACME, mail("m-1"));
        arrived(1);

        queue.put(ACME, mail("m-1"));
        queue.put(ACME, mail("m-2"));

        assertThat(ids(arrived(2))).doesNotHaveDuplicates();
    }

    @Test
    void while_the_mail_server_is_out_mails_wait_and_go_when_it_is_back() {
        int port;
        try (ScriptedMailServer once = new ScriptedMailServer("QUIT", "221")) {
            port = once.port();
        }
        instance(port);
        queue.put(ACME, mail("m-1"));
        await().untilAsserted(() -> assertThat(attempts("outage")).isGreaterThan(2));
        assertThat(stored("m-1").getString("state")).isEqualTo("WAITING");
        assertThat(stored("m-1").getInteger("refusals")).isZero();

        GreenMail back = new GreenMail(new ServerSetup(port, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        back.start();
        try {
            await().untilAsserted(() -> assertThat(back.getReceivedMessages()).hasSize(1));
        } finally {
            back.stop();
        }
    }

    @Test
    void several_instances_send_each_mail_once() {
        server.start();
        for (int i = 0; i < 3; i++) {
            instance(server.getSmtp().getPort());
        }

        IntStream.range(0, 60).forEach(i -> queue.put(ACME, mail("m-" + i)));

        assertThat(ids(arrived(60))).doesNotHaveDuplicates();
        await().untilAsserted(
                        () -> assertThat(database.getCollection("mails").countDocuments(new Document("state", "SENT")))
                                .isEqualTo(60));
        assertThat(server.getReceivedMessages()).hasSize(60);
    }

    @Test
    void a_mail_that_a_killed_instance_was_sending_is_sent_when_its_lease_is_over() {
        queue.put(ACME, mail("m-1"));
        assertThat(queue.claim()).isPresent();
        server.start();
        instance(server.getSmtp().getPort());
        queue.put(ACME, mail("m-2"));
        arrived(1);
        assertThat(stored("m-1").getString("state")).isEqualTo("WAITING");

        clock.advance(Duration.ofMinutes(6));

        arrived(2);
    }

    @Test
    void who_has_lost_the_claim_changes_nothing() {
        queue.put(ACME, mail("m-1"));
        QueuedMail slow = queue.claim().orElseThrow();
        clock.advance(Duration.ofMinutes(6));
        QueuedMail quick = queue.claim().orElseThrow();

        queue.giveBack(slow);
        queue.undeliverable(slow, "late");

        assertThat(queue.claim()).isEmpty();
        assertThat(queue.sent(quick)).isTrue();
        assertThat(queue.sent(slow)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "RCPT, 550 no such mailbox, refused, UNDELIVERABLE",
        "., 554 no spam please, refused, UNDELIVERABLE",
        "RCPT, 450 greylisted, put_off, WAITING",
        "., 452 disk full, put_off, WAITING",
        "RCPT, 421 closing down, outage, WAITING",
        "MAIL, 530 sign in first, outage, WAITING",
        "MAIL, 451 come back, outage, WAITING"
    })
    void a_refusal_ends_a_mail_only_if_it_is_for_good_and_about_that_mail(
            String command, String answer, String outcome, String state) {
        try (ScriptedMailServer refusing = new ScriptedMailServer(command, answer)) {
            instance(refusing.port());

            queue.put(ACME, mail("m-1"));

            await().untilAsserted(() -> assertThat(attempts(outcome)).isPositive());
            await().untilAsserted(
                            () -> assertThat(stored("m-1").getString("state")).isEqualTo(state));
            assertThat(metrics.find("mails.attempts").counters().stream()
                            .filter(counter -> counter.count() > 0)
                            .map(counter -> counter.getId().getTag("outcome")))
                    .containsExactly(outcome);
        }
    }

    @Test
    void a_refusal_for_good_is_not_tried_again_and_is_visible() {
        try (ScriptedMailServer refusing = new ScriptedMailServer("RCPT", "550 no such mailbox")) {
            instance(refusing.port());
            queue.put(ACME, mail("m-1"));
            queue.put(ACME, mail("m-2"));

            await().untilAsserted(() -> assertThat(attempts("refused")).isEqualTo(2));

            assertThat(refusing.asked()).isEqualTo(2);
            assertThat(stored("m-1").getString("problem")).contains("550");
            assertThat(stored("m-1").toJson()).doesNotContain("secret-token");
            assertThat(counted().read(MailQueue.Figures::undeliverable)).isEqualTo(2);
        }
    }

    @Test
    void without_a_mail_server_mails_wait_but_not_for_ever() {
        instance(null);
        queue.put(ACME, mail("m-1"));
        assertThat(metrics.get("mails.server.configured").gauge().value()).isZero();
        assertThat(counted().read(MailQueue.Figures::waiting)).isEqualTo(1);

        clock.advance(Duration.ofDays(5).plusSeconds(1));

        await().untilAsserted(() -> assertThat(stored("m-1").getString("state")).isEqualTo("UNDELIVERABLE"));
        assertThat(stored("m-1").toJson()).doesNotContain("secret-token");
        assertThat(attempts("given_up")).isEqualTo(1);
    }

    @Test
    void no_more_mails_are_taken_than_may_wait() {
        MailQueue small = new MailQueue(database, settings(1), clock);
        queue.put(ACME, mail("m-1"));

        assertThatThrownBy(() -> small.put(ACME, mail("m-2"))).isInstanceOf(MailQueueFull.class);
    }

    @Test
    void a_mail_server_without_a_sender_or_an_address_for_links_is_refused_at_start() {
        MailSettings none = new MailSettings(
                null,
                null,
                Duration.ofSeconds(1),
                Duration.ofMinutes(5),
                Duration.ofSeconds(1),
                Duration.ofSeconds(1),
                Duration.ofDays(5),
                Duration.ofDays(90),
                100);

        assertThatThrownBy(() -> new MailServer(sender(25), texts(), none))
                .hasMessageContaining("mail.from")
                .hasMessageContaining("mail.base-url");
    }

    private void instance(@Nullable Integer port) {
        MailSettings settings = settings(100);
        MailServer to = new MailServer(sender(port), texts(), settings);
        MailDispatch dispatch = new MailDispatch(queue, to, new MailMetrics(queue, to, metrics), settings, clock);
        started.add(dispatch);
        dispatch.start();
    }

    private static ObjectProvider<JavaMailSender> sender(@Nullable Integer port) {
        StaticListableBeanFactory beans = new StaticListableBeanFactory();
        if (port != null) {
            JavaMailSenderImpl sender = new JavaMailSenderImpl();
            sender.setHost("127.0.0.1");
            sender.setPort(port);
            beans.addBean("sender", sender);
        }
        return beans.getBeanProvider(JavaMailSender.class);
    }

    static MailTexts texts() {
        ResourceBundleMessageSource words = new ResourceBundleMessageSource();
        words.setBasename("messages");
        words.setDefaultEncoding("UTF-8");
        words.setFallbackToSystemLocale(false);
        words.setAlwaysUseMessageFormat(true);
        return new MailTexts(words, new Times(words));
    }

    private static MailSettings settings(int limit) {
        return new MailSettings(
                "history@example.com",
                URI.create("https://history.example.com"),
                Duration.ofMillis(20),
                Duration.ofMinutes(5),
                Duration.ofMillis(50),
                Duration.ofMillis(200),
                Duration.ofDays(5),
                Duration.ofDays(90),
                limit);
    }

    private static Mail mail(String id) {
        return new Mail(
                id,
                "ada@example.com",
                Locale.ENGLISH,
                Mail.Kind.PASSWORD_RESET,
                Map.of("name", "ada", "until", "2026-07-14T10:00:00Z", "link", "/password-reset/secret-token"));
    }

    private List<MimeMessage> arrived(int count) {
        await().untilAsserted(() -> assertThat(server.getReceivedMessages()).hasSizeGreaterThanOrEqualTo(count));
        return Arrays.asList(server.getReceivedMessages());
    }

    private static List<String> ids(List<MimeMessage> messages) {
        return messages.stream()
                .map(message -> {
                    try {
                        return message.getMessageID();
                    } catch (MessagingException e) {
                        throw new IllegalStateException(e);
                    }
                })
                .toList();
    }

    private Counted<MailQueue.Figures> counted() {
        return new MailQueue(database, settings(100), clock).figures(); // the other has counted a moment ago
    }

    private double attempts(String outcome) {
        return metrics.get("mails.attempts").tag("outcome", outcome).counter().count();
    }

    private Document stored(String id) {
        return requireNonNull(
                database.getCollection("mails").find(new Document("_id", id)).first());
    }
}
