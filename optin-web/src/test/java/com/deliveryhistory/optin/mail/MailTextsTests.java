package com.deliveryhistory.optin.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.deliveryhistory.optin.languages.Languages;
import com.deliveryhistory.optin.mail.Mail.Kind;
import com.deliveryhistory.optin.mail.MailTexts.Text;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class MailTextsTests {

    private static final URI BASE = URI.create("https://history.example.com");

    private final MailTexts texts = SendingMailTests.texts();

    @ParameterizedTest
    @EnumSource(Kind.class)
    void every_kind_of_mail_has_its_words_and_leads_somewhere_in_every_language(Kind kind) {
        for (Locale language : Languages.ALL) {
            Text text = texts.of(new Mail("m-1", "ada@example.com", language, kind, facts(kind, "Acme")), BASE);

            assertThat(text.subject()).isNotBlank().doesNotContain("{");
            Document html = Jsoup.parse(text.html());
            assertThat(html.expectFirst("html").attr("lang")).isEqualTo(language.getLanguage());
            assertThat(html.expectFirst("a.button").attr("href")).startsWith("https://history.example.com/");
            assertThat(html.text()).contains("ada@example.com").doesNotContain("{", "??");
            assertThat(text.plain())
                    .contains(html.expectFirst("a.button").attr("href"))
                    .contains("ada@example.com")
                    .doesNotContain("{", "??", "[(", "<");
        }
    }

    @Test
    void times_and_reasons_are_told_in_the_persons_language() {
        Text text = texts.of(
                new Mail(
                        "m-1",
                        "ada@example.com",
                        Locale.GERMAN,
                        Kind.OPT_IN_ENDED,
                        Map.of("application", "ODCS", "reason", "PASSWORD_CHANGED", "at", "2026-07-14T10:00:00Z")),
                BASE);

        assertThat(text.subject()).isEqualTo("ODCS: Das Opt-In ist beendet");
        assertThat(text.plain())
                .contains(
                        "Das UPS.com-Passwort wurde geändert", "14. Juli 2026", "https://history.example.com/company");
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"ACCESS_ACTIVE", "ACCESS_RENEWED", "ACCESS_ENDED"})
    void of_an_application_without_deliveries_nothing_is_said_of_them(Kind kind) {
        Map<String, String> facts = facts(kind, "ODCS");

        String text = texts.of(new Mail("m-1", "ada@example.com", Locale.ENGLISH, kind, facts), BASE)
                .plain();

        assertThat(text).contains("ODCS").doesNotContain("eliveries");
    }

    @Test
    void what_people_wrote_is_text_and_nothing_else() {
        String evil = "<img src=x onerror=alert(1)>&\r\nBcc: all@example.com [[${7*7}]]";
        Map<String, String> facts = facts(Kind.OPT_IN_ENDED, evil);

        Text text = texts.of(new Mail("m-1", "ada@example.com", Locale.ENGLISH, Kind.OPT_IN_ENDED, facts), BASE);

        assertThat(text.html()).doesNotContain("<img").contains("&lt;img").contains("${7*7}");
        assertThat(text.subject()).doesNotContain("\r", "\n").contains("Bcc: all@example.com");
        assertThat(text.plain()).doesNotContain("\nBcc:");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ada",
                "ada@",
                "@example.com",
                "ada@example",
                "ada@example.com, eve@example.com",
                "Ada <ada@example.com>",
                "ada@example.com\r\nBcc: eve@example.com",
                "ada smith@example.com",
                "friends: ada@example.com;",
                "ada@exa mple.com",
                "ada@example..com"
            })
    void what_is_not_one_plain_address_gets_no_mail(String address) {
        assertThat(Mail.isAddress(address)).isFalse();
        assertThatThrownBy(() -> new Mail(
                        "m-1", address, Locale.ENGLISH, Kind.PASSWORD_CHANGED, facts(Kind.PASSWORD_CHANGED, "ada")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void usual_addresses_get_mail() {
        assertThat(List.of("ada@example.com", "a.b+c@mail.example.co.uk", "o'neil@example.org"))
                .allMatch(Mail::isAddress);
    }

    @Test
    void a_mail_without_all_its_facts_is_no_mail() {
        assertThatThrownBy(() ->
                        new Mail("m-1", "ada@example.com", Locale.ENGLISH, Kind.INVITATION, Map.of("company", "Acme")))
                .hasMessageContaining("until");
    }

    private static Map<String, String> facts(Kind kind, String text) {
        Map<String, String> facts = new HashMap<>();
        kind.facts()
                .forEach(fact -> facts.put(
                        fact,
                        switch (fact) {
                            case "at", "until" -> "2026-07-14T10:00:00Z";
                            case "reason" -> "REFRESH_REJECTED";
                            case "days" -> "7";
                            case "link" -> "/somewhere/secret";
                            default -> text;
                        }));
        return facts;
    }
}
