package com.deliveryhistory.history.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.deliveryhistory.history.Feeds;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class FilteringPackagesTests extends ReadingFixture {

    @Test
    void dates_are_those_of_the_latest_activity_and_both_are_included() {
        told(
                Feeds.origin("1ZEARLY", LocalDateTime.parse("2026-07-11T23:59:59")),
                Feeds.origin("1ZFIRST", LocalDateTime.parse("2026-07-12T00:00:00")),
                Feeds.origin("1ZLAST", LocalDateTime.parse("2026-07-13T23:59:59")),
                Feeds.origin("1ZLATE", LocalDateTime.parse("2026-07-14T00:00:00")));

        assertThat(listed("?from=2026-07-12&to=2026-07-13")).containsExactly("1ZLAST", "1ZFIRST");
        assertThat(listed("?from=2026-07-13")).containsExactly("1ZLATE", "1ZLAST");
        assertThat(listed("?to=2026-07-12")).containsExactly("1ZFIRST", "1ZEARLY");
        assertThat(listed("?to=9999-12-31")).isEqualTo(listed("?from=0001-01-01"));
    }

    @Test
    void any_of_several_statuses_will_do() {
        told(
                Feeds.origin("1ZMOVING", AT),
                Feeds.exception("1ZSTUCK", AT.plusHours(1)),
                Feeds.delivery("1ZTHERE", AT.plusHours(2)));

        assertThat(listed("?status=DELIVERED")).containsExactly("1ZTHERE");
        assertThat(listed("?status=DELIVERED,EXCEPTION")).containsExactly("1ZTHERE", "1ZSTUCK");
        assertThat(listed("?status=EXCEPTION&status=IN_TRANSIT")).containsExactly("1ZSTUCK", "1ZMOVING");
        assertThat(listed("?status=VOIDED")).isEmpty();
    }

    @Test
    void a_text_finds_beginnings_of_words_in_number_references_name_and_city() {
        told(
                Feeds.manifest("1ZA1B2C30312345672", AT)
                        .replace("EXAMPLE BUYER", "Bäckerei Müller & Söhne")
                        .replace("ROSWELL", "Saint-Étienne")
                        .replace("PO-1", "PO-10042"),
                Feeds.manifest("1ZA1B2C30399999999", AT));

        for (String found : List.of(
                "1za1b2c303123",
                "1Z A1B 2C3 03 1234 5672",
                "po-10042",
                "PO-100",
                "10042",
                "muller",
                "BÄCK söh",
                "etienne",
                "saint po-1",
                "  müller,")) {
            assertThat(listed("?text=" + encoded(found))).as(found).containsExactly("1ZA1B2C30312345672");
        }
        for (String notFound : List.of("üller", "muller nobody", "42", "1ZA1B2C30312345672x")) {
            assertThat(listed("?text=" + encoded(notFound))).as(notFound).isEmpty();
        }
        assertThat(listed("?text=1za1b2")).hasSize(2);
    }

    @Test
    void filters_hold_together_and_over_all_pages() {
        for (int i = 0; i < 7; i++) {
            told(Feeds.manifest("1ZM" + i, AT.minusHours(1)), Feeds.delivery("1ZM" + i, AT.plusDays(i)));
        }
        told(Feeds.origin("1ZMOVING", AT), Feeds.delivery("1ZNAMELESS", AT));

        assertThat(pages("?status=DELIVERED&text=example&from=2026-07-14&to=2026-07-18&limit=2"))
                .containsExactly("1ZM5", "1ZM4", "1ZM3", "1ZM2", "1ZM1");
        assertThat(pages("?status=DELIVERED&text=example&from=2026-07-14&limit=2&order=OLDEST_FIRST"))
                .containsExactly("1ZM1", "1ZM2", "1ZM3", "1ZM4", "1ZM5", "1ZM6");
    }

    @Test
    void a_package_that_moves_while_one_pages_is_not_repeated_and_nothing_else_is_missed() {
        told(Feeds.origin("1Z1", AT), Feeds.origin("1Z2", AT.plusHours(1)), Feeds.origin("1Z3", AT.plusHours(2)));

        JsonNode first = read("/packages?limit=1");
        told(Feeds.delivery("1Z3", AT.plusHours(3)), Feeds.delivery("1Z1", AT.plusHours(4)));
        List<String> seen = new ArrayList<>(numbers(first));
        seen.addAll(rest("?limit=1", first));

        assertThat(seen).containsExactly("1Z3", "1Z2");
        assertThat(listed("?limit=1")).containsExactly("1Z1");
    }

    @Test
    void who_begins_with_the_oldest_misses_no_package_that_moves() {
        told(Feeds.origin("1Z1", AT), Feeds.origin("1Z2", AT.plusHours(1)), Feeds.origin("1Z3", AT.plusHours(2)));

        JsonNode first = read("/packages?limit=1&order=OLDEST_FIRST");
        told(Feeds.delivery("1Z2", AT.plusHours(4)), Feeds.origin("1ZNEW", AT.plusHours(5)));
        List<String> seen = new ArrayList<>(numbers(first));
        seen.addAll(rest("?limit=1&order=OLDEST_FIRST", first));

        assertThat(seen).containsExactly("1Z1", "1Z3", "1Z2", "1ZNEW");
    }

    @Test
    void another_company_has_nothing_of_it() {
        told(Feeds.manifest("1ZMINE", AT));

        String mine = company;
        FilteringPackagesTests other = new FilteringPackagesTests();
        other.callers = callers;
        other.port = port;

        assertThat(other.company).isNotEqualTo(mine);
        assertThat(other.listed("?text=1zmine")).isEmpty();
        assertThat(other.get("/packages/1ZMINE").statusCode()).isEqualTo(404);
    }

    private List<String> pages(String parameters) {
        JsonNode first = read("/packages" + parameters);
        List<String> seen = new ArrayList<>(numbers(first));
        seen.addAll(rest(parameters, first));
        return seen;
    }

    private List<String> rest(String parameters, JsonNode page) {
        List<String> seen = new ArrayList<>();
        JsonNode current = page;
        while (current.has("nextCursor")) {
            current = read("/packages" + parameters + "&cursor="
                    + current.path("nextCursor").asString());
            seen.addAll(numbers(current));
        }
        return seen;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
