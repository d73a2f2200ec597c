package com.deliveryhistory.optin;

import static org.assertj.core.api.Assertions.assertThat;

import com.deliveryhistory.optin.Browser.Page;
import com.deliveryhistory.optin.StandIn.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lists of numbers that are not taken, and the words that say why. */
class RefusedUploadTests extends UploadTest {

    @ParameterizedTest
    @CsvSource({
        "400, 422, cannot be read as text. Save",
        "409, 422, are waiting already",
        "413, 422, too much at once",
        "503, 503, Wait a few seconds",
        "-1, 503, Wait a few seconds"
    })
    void what_history_worker_does_not_take_is_explained_and_the_text_stays(int answered, int shown, String words) {
        outside.historyWorker.answer(path(), request -> Answer.of(answered, "{}"));
        Browser browser = signedIn(admin);
        Page form = browser.get("/tracking-numbers");
        form.find("#numbers-pasted").val(NUMBER);

        Page page = browser.upload(form, "#numbers-form", "", new byte[0]);

        assertThat(page.status()).isEqualTo(shown);
        assertThat(page.find("#numbers-problem").text()).contains(words);
        assertThat(page.find("#numbers-pasted").val()).isEqualTo(NUMBER);
        assertThat(page.find("#numbers-pasted").attr("aria-describedby")).contains("numbers-problem");
    }

    @Test
    void nothing_both_and_a_workbook_are_explained_without_asking_history_worker() {
        Browser browser = signedIn(admin);
        int asked = posts();

        Page form = browser.get("/tracking-numbers");
        assertThat(browser.upload(form, "#numbers-form", "", new byte[0])
                        .find("#numbers-problem")
                        .text())
                .contains("no numbers");
        assertThat(browser.upload(form, "#numbers-form", "a.xlsx", new byte[] {'P', 'K', 3, 4, 0})
                        .find("#numbers-problem")
                        .text())
                .contains("Save it as CSV");
        form.find("#numbers-pasted").val("kept");
        Page both = browser.upload(form, "#numbers-form", "a.csv", bytes(NUMBER));
        assertThat(both.find("#numbers-problem").text()).contains("not both");
        assertThat(both.find("#numbers-pasted").val()).isEqualTo("kept");
        assertThat(posts()).isEqualTo(asked);
    }

    @ParameterizedTest
    @CsvSource({
        "old.pdf, 1Z, ends in .csv or .txt",
        "old.xlsx, 1Z, ends in .csv or .txt",
        "old.csv.exe, 1Z, ends in .csv or .txt",
        "old.xlsx, 'PK\u0003\u0004x', Save it as CSV",
        "old.csv, 'PK\u0003\u0004[Content_Types].xml xl/workbook.xml', Save it as CSV",
        "old.csv, 'PK\u0003\u0004mimetypeapplication/vnd.oasis.opendocument.spreadsheet', Save it as CSV",
        "old.csv, 'PK\u0003\u0004old/list.csv', Unpack or open it",
        "old.zip, 'PK\u0003\u0004old/list.csv', Unpack or open it",
        "old.docx, 'PK\u0003\u0004word/document.xml', Unpack or open it",
        "old.pdf, %PDF-1.7, copy the numbers out of it",
        "old.csv, %PDF-1.7, copy the numbers out of it",
        "old.csv, '1Z\u0000Z', paste the numbers",
        "old.csv, '\u0001\u0002\u0003', paste the numbers"
    })
    void a_file_whose_name_or_content_is_no_text_is_explained_without_asking_history_worker(
            String name, String content, String words) {
        Browser browser = signedIn(admin);

        Page page = browser.upload(browser.get("/tracking-numbers"), "#numbers-form", name, bytes(content));

        assertThat(page.status()).isEqualTo(422);
        assertThat(page.find("#numbers-problem").text()).contains(words);
        assertThat(posts()).isZero();
    }

    @Test
    void a_file_that_is_too_large_is_explained() {
        Browser browser = signedIn(admin);

        Page page = browser.upload(
                browser.get("/tracking-numbers"), "#numbers-form", "a.csv", new byte[(8 << 20) + (128 << 10)]);

        assertThat(page.status()).isEqualTo(413);
        assertThat(page.find("#numbers-problem").text()).contains("50,000 numbers");
    }

    @Test
    void only_admins_send_numbers_and_only_there() {
        Browser stranger = browser();
        Page page = stranger.uploadTo("/tracking-numbers", "a.csv", bytes(NUMBER));
        assertThat(page.address().toString()).endsWith("/sign-in?ended");

        assertThat(signedIn(user).get("/tracking-numbers").status()).isEqualTo(403);
        assertThat(signedIn(user)
                        .uploadTo("/tracking-numbers", "a.csv", bytes(NUMBER))
                        .status())
                .isEqualTo(403);
        assertThat(signedIn(admin).uploadTo("/sign-out", "a.csv", bytes(NUMBER)).status())
                .isEqualTo(415);
        assertThat(signedIn(admin).post("/sign-out", "a=" + "x".repeat(70_000)).status())
                .isEqualTo(413);
        assertThat(posts()).isZero();
    }

    @Test
    void without_its_csrf_token_nothing_is_taken() {
        assertThat(signedIn(admin)
                        .uploadTo("/tracking-numbers", "a.csv", bytes(NUMBER))
                        .status())
                .isEqualTo(403);
        assertThat(posts()).isZero();
    }
}
