package com.deliveryhistory.optin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.deliveryhistory.events.GrantState;
import com.deliveryhistory.optin.Browser.Page;
import com.deliveryhistory.optin.StandIn.Answer;
import com.mongodb.client.model.Filters;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.stream.Stream;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Lists of numbers that are sent on, and what came of them. */
class UploadingNumbersTests extends UploadTest {

    @Test
    void an_admin_sends_a_file_on_and_sees_what_came_of_it() {
        Browser browser = signedIn(admin);

        Page page =
                browser.upload(browser.get("/tracking-numbers"), "#numbers-form", "old.csv", bytes(NUMBER + "\nx\n"));

        assertThat(page.address().getPath()).isEqualTo("/tracking-numbers/u1");
        assertThat(lastSent()).isEqualTo(NUMBER + "\nx\n");
        assertThat(Objects.requireNonNull(lastRequest().headers().get("Content-type")))
                .startsWith("text/csv");
        assertThat(page.find("progress").attr("max")).isEqualTo("3");
        assertThat(page.find("progress").attr("value")).isEqualTo("1");
        assertThat(page.find("#progress-label").text()).isEqualTo("Looked up: 1 of 3 numbers");
        assertThat(page.find("#bad-lines").text())
                .contains(
                        "103 entries were not taken",
                        "Line, or place in the list",
                        "2 A tracking number has 7 to 34",
                        "3 something new",
                        "And 101 more");
        assertThat(mongo.client()
                        .getDatabase(mongo.database())
                        .getCollection("activities")
                        .find(Filters.eq("company", company))
                        .map(activity -> activity.getString("kind")
                                + Objects.requireNonNull(activity.get("details", Document.class))
                                        .getString("numbers")))
                .containsExactly("NUMBERS_UPLOADED3");
    }

    @Test
    void progress_updates_by_itself_until_all_is_done() {
        Browser browser = signedIn(admin);
        Page page = browser.get("/tracking-numbers/u1");
        String question = page.find("#live").attr("hx-get");
        assertThat(page.has("noscript meta[http-equiv=refresh]")).isTrue();
        assertThat(browser.get(question, "HX-Request", "true").status()).isEqualTo(204);

        outside.historyWorker.answer(path() + "/u1", request -> Answer.ok(upload("DONE", 0)));
        Page done = browser.get(question, "HX-Request", "true");

        assertThat(done.find("progress").attr("value")).isEqualTo("3");
        assertThat(done.find("#upload").attr("data-state")).isEqualTo("DONE");
        assertThat(done.find("h1").text()).doesNotContain("being looked up");
        assertThat(done.find("#upload").text()).contains("Older than this system keeps packages 1");
        assertThat(done.has("noscript meta[http-equiv=refresh]")).isFalse();
    }

    @Test
    void numbers_that_wait_for_an_opt_in_are_not_said_to_be_looked_up() {
        Browser browser = signedIn(admin);

        assertThat(browser.get("/tracking-numbers/u1").find("#upload").text())
                .contains("Waiting for an opt-in", "as soon as one is in force")
                .doesNotContain("Being looked up", "Nothing to do");
        assertThat(browser.get("/tracking-numbers").find("#uploads").text())
                .contains("Waiting for an opt-in")
                .doesNotContain("Being looked up");

        tokenManagerSays(GrantState.ACTIVE, null);
        await().until(() -> browser.get("/tracking-numbers/u1").text().contains("Being looked up"));
        assertThat(browser.get("/tracking-numbers").find("#uploads").text()).contains("Being looked up");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            1 | 2026-01-02T11:00:20Z | does not know one of the waiting numbers so far. It is asked once more at about 2 Jan 2026, 11:00 UTC
            7 | 2026-01-02T15:30:00Z | does not know 7 of the waiting numbers so far. It is asked again from 2 Jan 2026, 11:00 UTC on, for the last time at about 2 Jan 2026, 15:30 UTC
            """)
    void numbers_that_ups_does_not_know_so_far_are_told_with_when_it_is_asked_again(
            int many, String lastAt, String words) {
        String unknown = "\"unknownSoFar\":{\"numbers\":%d,\"nextAt\":\"2026-01-02T11:00:00Z\",\"lastAt\":\"%s\"}"
                .formatted(many, lastAt);
        outside.historyWorker.answer(
                path() + "/u1",
                request -> Answer.ok(upload("FILLING", 3).replace("\"tooOld\":1", "\"tooOld\":0," + unknown)));
        Browser browser = signedIn(admin);

        assertThat(browser.get("/tracking-numbers/u1").find("#unknown-so-far").text())
                .contains(words);

        outside.historyWorker.answer(path() + "/u1", request -> Answer.ok(upload("FILLING", 3)));
        assertThat(browser.get("/tracking-numbers/u1").has("#unknown-so-far")).isFalse();
    }

    @Test
    void pasted_numbers_may_stand_between_commas_semicolons_or_lines() {
        Browser browser = signedIn(admin);
        Page form = browser.get("/tracking-numbers");
        form.find("#numbers-pasted").val("\"" + NUMBER + "\"; 1ZA,1ZB\r\n1ZC");

        browser.upload(form, "#numbers-form", "", new byte[0]);

        assertThat(lastSent().lines().map(String::strip)).containsExactly(NUMBER, "1ZA", "1ZB", "1ZC");
    }

    @ParameterizedTest
    @MethodSource("encodings")
    void a_file_may_be_written_as_any_program_does(String name, byte[] mark, Charset charset) {
        Browser browser = signedIn(admin);
        byte[] text = ("Name\tTracking Number\r\nJosé Müller\t" + NUMBER + "\r\n").getBytes(charset);

        browser.upload(
                browser.get("/tracking-numbers"),
                "#numbers-form",
                "old.txt",
                ByteBuffer.allocate(mark.length + text.length)
                        .put(mark)
                        .put(text)
                        .array());

        assertThat(lastSent()).isEqualTo("Name,Tracking Number\r\nJosé Müller," + NUMBER + "\r\n");
    }

    static Stream<Arguments> encodings() {
        byte[] none = {};
        return Stream.of(
                arguments("UTF-8", none, StandardCharsets.UTF_8),
                arguments(
                        "UTF-8 with a mark",
                        new byte[] {(byte) 0xef, (byte) 0xbb, (byte) 0xbf},
                        StandardCharsets.UTF_8),
                arguments("Excel's Unicode text", new byte[] {(byte) 0xff, (byte) 0xfe}, StandardCharsets.UTF_16LE),
                arguments(
                        "UTF-16 the other way round", new byte[] {(byte) 0xfe, (byte) 0xff}, StandardCharsets.UTF_16BE),
                arguments("UTF-16 without a mark", none, StandardCharsets.UTF_16LE),
                arguments("UTF-16 the other way round without a mark", none, StandardCharsets.UTF_16BE),
                arguments("Latin-1", none, StandardCharsets.ISO_8859_1));
    }

    @Test
    void columns_stay_apart_where_decimals_have_commas() {
        assertThat(sentOnOf(NUMBER + ";3;1,5\n")).isEqualTo(NUMBER + ",3,1 5\n");
    }

    @Test
    void the_line_that_names_the_separator_is_none_of_the_list() {
        assertThat(sentOnOf("sep=|\nName|Sendungsnummer\nA, B|" + NUMBER + "\n"))
                .isEqualTo("\nName,Sendungsnummer\nA  B," + NUMBER + "\n");
    }

    @Test
    void a_file_with_semicolons_keeps_its_columns() {
        assertThat(sentOnOf("Name;Tracking Number;EUR\n\"Roe; Jane, Dr.\";" + NUMBER + ";1,5\n"))
                .isEqualTo("Name,Tracking Number,EUR\n\"Roe; Jane, Dr.\"," + NUMBER + ",1 5\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "old.csv",
                "OLD.TXT",
                "old.tsv",
                "old",
                "old.2026-01-05",
                "old list 1.5",
                "Q.v2",
                "Returns St.Louis",
                "old.csv.txt"
            })
    void a_list_may_have_any_name_that_can_be_that_of_a_text(String name) {
        Browser browser = signedIn(admin);

        assertThat(browser.upload(browser.get("/tracking-numbers"), "#numbers-form", name, bytes(NUMBER))
                        .address()
                        .getPath())
                .isEqualTo("/tracking-numbers/u1");
    }

    @Test
    void fifty_thousand_pasted_numbers_are_a_form_of_usual_size() {
        Browser browser = signedIn(admin);
        Page form = browser.get("/tracking-numbers");
        form.find("#numbers-pasted").val((NUMBER + "\r\n").repeat(50_000));

        assertThat(browser.upload(form, "#numbers-form", "", new byte[0])
                        .address()
                        .getPath())
                .isEqualTo("/tracking-numbers/u1");
        assertThat(lastSent().lines()).hasSize(50_000);
    }

    @Test
    void earlier_lists_are_shown_and_unknown_ones_are_not_found() {
        Browser browser = signedIn(admin);
        Page page = browser.get("/tracking-numbers");

        assertThat(page.find("#uploads tbody tr").text()).contains("2 Jan 2026", "Waiting for an opt-in", "3");
        assertThat(browser.click(page, "#uploads a").has("#upload")).isTrue();

        outside.historyWorker.answer(path() + "/u2", request -> Answer.of(404, "{}"));
        assertThat(browser.get("/tracking-numbers/u2").status()).isEqualTo(404);
    }

    @Test
    void while_history_worker_is_down_both_pages_say_so_and_recover() {
        outside.historyWorker.answer(path(), request -> Answer.of(-1, ""));
        outside.historyWorker.answer(path() + "/u1", request -> Answer.of(-1, ""));
        Browser browser = signedIn(admin);
        Page list = browser.get("/tracking-numbers");
        Page one = browser.get("/tracking-numbers/u1");
        assertThat(list.find("#uploads-unavailable").text()).contains("by itself");
        assertThat(one.find("#upload-unavailable").text()).contains("by itself");

        historyWorkerTakesNumbers();

        assertThat(browser.get(list.find("#live").attr("hx-get")).has("#uploads"))
                .isTrue();
        assertThat(browser.get(one.find("#live").attr("hx-get")).has("#upload")).isTrue();
    }

    /** What is sent on of a file. */
    private String sentOnOf(String text) {
        Browser browser = signedIn(admin);
        browser.upload(browser.get("/tracking-numbers"), "#numbers-form", "old.csv", bytes(text));
        return lastSent();
    }

    private String lastSent() {
        return lastRequest().body();
    }
}
