package com.deliveryhistory.optin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.deliveryhistory.optin.Browser.Page;
import com.deliveryhistory.optin.StandIn.Answer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DownloadingDeliveriesTests extends WebTest {

    private static final byte[] LINE = "1Z001,DELIVERED,2026-01-02T14:05:00\r\n".getBytes(StandardCharsets.UTF_8);

    @Test
    void the_file_is_what_the_search_shows_and_names_company_and_days() {
        outside.historyWorker.answer(path(), request -> Answer.ok("tracking_number\r\n1Z001\r\n"));

        Page file = signedIn(user)
                .get("/deliveries.csv?text=a%26b&status=DELIVERED&from=2026-01-01&to=2026-01-31&cursor=c");

        assertThat(file.body()).isEqualTo("tracking_number\r\n1Z001\r\n");
        assertThat(file.header("Content-Type")).startsWith("text/csv");
        assertThat(file.header("Content-Disposition"))
                .isEqualTo("attachment; filename=\"deliveries-" + company + "-2026-01-01-to-2026-01-31.csv\"");
        assertThat(file.header("Cache-Control")).contains("no-store");
        assertThat(outside.historyWorker.requests(path()).getLast().query())
                .containsOnlyKeys("text", "status", "from", "to")
                .containsEntry("text", "a&b")
                .containsEntry("status", "DELIVERED");
    }

    @Test
    void a_file_without_days_goes_up_to_today() {
        outside.historyWorker.answer(path(), request -> Answer.ok("tracking_number\r\n"));

        assertThat(signedIn(user).get("/deliveries.csv").header("Content-Disposition"))
                .contains("deliveries-" + company + "-" + LocalDate.now(clock.withZone(ZoneOffset.UTC)) + ".csv");
    }

    @Test
    void a_wrong_search_leads_to_the_form_that_explains_it() {
        Page page = signedIn(user).get("/deliveries.csv?from=yesterday&text=kept");

        assertThat(page.address().getPath()).isEqualTo("/");
        assertThat(page.address().getRawQuery()).isEqualTo("text=kept&from=yesterday");
    }

    @Test
    void a_wrong_search_of_any_length_leads_to_the_form_that_explains_it() {
        String statuses = IntStream.range(0, 100)
                .mapToObj(i -> "&status=" + i + "!".repeat(80))
                .collect(Collectors.joining());

        Page page = signedIn(user).get("/deliveries.csv?text=" + "!".repeat(6_000) + statuses);

        assertThat(page.status()).isEqualTo(422);
        assertThat(page.address().getPath()).isEqualTo("/");
        assertThat(page.address().getRawQuery())
                .startsWith("text=" + "%21".repeat(101) + "&status=0%21")
                .hasSizeLessThan(4_000);
    }

    @Test
    void a_file_that_cannot_be_had_now_is_a_page_that_says_so() {
        for (Answer answer : new Answer[] {Answer.of(503, "{}"), Answer.of(-1, "")}) {
            outside.historyWorker.answer(path(), request -> answer);

            Page page = signedIn(user).get("/deliveries.csv?text=kept");

            assertThat(page.status()).isEqualTo(503);
            assertThat(page.find("#download-unavailable a").attr("href")).isEqualTo("/deliveries.csv?text=kept");
            assertThat(page.header("Content-Disposition")).isEmpty();
        }
    }

    @Test
    void while_a_company_has_as_many_files_as_may_be_a_page_says_what_to_do() {
        outside.historyWorker.answer(path(), request -> Answer.of(429, "{}"));

        Page page = signedIn(user).get("/deliveries.csv?text=kept", "Accept-Language", "de");

        assertThat(page.status()).isEqualTo(429);
        assertThat(page.header("Retry-After")).isEqualTo("10");
        assertThat(page.find("#download-refused").text()).contains("Dateien Ihres Unternehmens", "Warten Sie");
        assertThat(page.find("#download-refused a").attr("href")).isEqualTo("/deliveries.csv?text=kept");
    }

    @Test
    void who_takes_files_slowly_takes_two_at_a_time_and_others_go_on() throws Exception {
        endlessFile(new AtomicBoolean());
        Browser browser = signedIn(user);

        try (InputStream one = browser.stream("/deliveries.csv");
                InputStream other = browser.stream("/deliveries.csv")) {
            assertThat(one.readNBytes(LINE.length)).isEqualTo(other.readNBytes(LINE.length));
            Page refused = browser.get("/deliveries.csv?text=kept");
            assertThat(refused.status()).isEqualTo(429);
            assertThat(refused.header("Retry-After")).isEqualTo("10");
            assertThat(refused.header("Content-Disposition")).isEmpty();
            assertThat(refused.find("#download-refused").text())
                    .contains("You are downloading 2 files already", "cancel one");
            assertThat(refused.find("#download-refused a").attr("href")).isEqualTo("/deliveries.csv?text=kept");
            assertThat(refused.has("nav")).isTrue();
            try (InputStream anothers = signedIn(admin).stream("/deliveries.csv")) {
                assertThat(anothers.readNBytes(LINE.length)).isEqualTo(LINE);
            }
        }

        await().untilAsserted(() -> {
            try (InputStream again = browser.stream("/deliveries.csv")) {
                assertThat(again.readNBytes(LINE.length)).isEqualTo(LINE);
            }
        });
    }

    @Test
    void a_file_that_breaks_off_breaks_off_for_the_browser_too() {
        outside.historyWorker.breakOff(path(), 1 << 20, to -> {
            for (int i = 0; i < 10_000; i++) {
                to.write(LINE);
            }
        });
        Browser browser = signedIn(user);

        assertThatThrownBy(() -> browser.get("/deliveries.csv")).hasRootCauseInstanceOf(IOException.class);
    }

    @Test
    void a_download_that_is_cancelled_ends_the_reading() throws Exception {
        AtomicBoolean ended = new AtomicBoolean();
        endlessFile(ended);

        try (InputStream file = signedIn(user).stream("/deliveries.csv")) {
            assertThat(file.readNBytes(LINE.length)).isEqualTo(LINE);
            assertThat(ended).isFalse();
        }

        await().untilTrue(ended);
    }

    @Test
    void a_large_file_passes_through_and_is_never_held() throws Exception {
        long size = 64L << 20;
        AtomicLong sent = new AtomicLong();
        outside.historyWorker.stream(path(), to -> {
            byte[] piece = new byte[64 << 10];
            while (sent.get() < size) {
                to.write(piece);
                sent.addAndGet(piece.length);
            }
        });

        try (InputStream file = signedIn(user).stream("/deliveries.csv")) {
            assertThat(file.readNBytes(1)).hasSize(1);
            long ahead = aheadWhenItStands(sent);
            assertThat(ahead).isLessThan(size / 4);
            assertThat(1 + file.transferTo(OutputStream.nullOutputStream())).isEqualTo(size);
        }
    }

    /** How much was taken from history-worker while the browser takes nothing. */
    private static long aheadWhenItStands(AtomicLong sent) {
        AtomicLong before = new AtomicLong(-1);
        await().pollInterval(Duration.ofMillis(300)).until(() -> before.getAndSet(sent.get()) == sent.get());
        return sent.get();
    }

    private void endlessFile(AtomicBoolean ended) {
        outside.historyWorker.stream(path(), to -> {
            try {
                while (true) {
                    to.write(LINE);
                }
            } finally {
                ended.set(true);
            }
        });
    }

    private String path() {
        return "/v1/companies/" + company + "/packages.csv";
    }
}
