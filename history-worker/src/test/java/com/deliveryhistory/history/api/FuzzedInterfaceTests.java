package com.deliveryhistory.history.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.deliveryhistory.testing.DescribedInterface;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Nonsense and malice in every parameter, from a caller who may ask. {@code -Dfuzz.seed=N} begins with another seed. */
class FuzzedInterfaceTests extends ReadingFixture {

    private static final long SEED = Long.getLong("fuzz.seed", 20_261_127);
    private static final int REQUESTS = Integer.getInteger("fuzz.requests", 1_000);
    private static final Pattern INSIDE = Pattern.compile(
            "\\w(Exception|Error)\\b|\\bat (com|org|java)\\.|(com\\.(deliveryhistory|mongodb)|java\\.)");

    private static final List<String> ROUTES = List.of(
            "/packages",
            "/packages.csv",
            "/packages/{trackingNumber}",
            "/summary",
            "/coverage",
            "/tracking-numbers",
            "/tracking-numbers/{uploadId}");
    private static final Pattern VARIABLE = Pattern.compile("\\{\\w+}");
    private static final List<String> PARAMETERS =
            List.of("text", "status", "from", "to", "order", "limit", "cursor", "companyId", "filter", "after");
    private static final List<String> VALUES = List.of(
            "",
            " ",
            "\u0000",
            "\uD83D",
            "\uFFFF",
            "0",
            "-1",
            "201",
            "9223372036854775808",
            "1e9",
            "2026-07-13",
            "2026-02-30",
            "0000-00-00",
            "-999999999-01-01",
            "+999999999-12-31",
            "9999-12-31",
            "0001-01-01",
            "DELIVERED",
            "DELIVERED,EXCEPTION",
            "OLDEST_FIRST",
            "{\"$gt\":\"\"}",
            "$where",
            "(?i)(a+)+$",
            ".*",
            "../../coverage",
            "%2e%2e",
            "x".repeat(4_000),
            "é".repeat(400),
            "AAAA",
            "bnVsbA",
            "eyJhIjoxfQ",
            "MjAyNi0wNy0xM1QxMDowMDowMHwxWjE");

    private static final List<String> BODIES = List.of(
            "",
            "null",
            "[]",
            "{}",
            "{\"trackingNumbers\":",
            "{\"trackingNumbers\":[",
            "{\"trackingNumbers\":[1e99999999999]}",
            "{\"trackingNumbers\":[" + "9".repeat(3_000) + "]}",
            "{\"trackingNumbers\":[[[[]]],{\"a\":1},null,true,\"\\ud83d\"]}",
            "{\"trackingNumbers\":[],\"trackingNumbers\":[]}",
            "[".repeat(5_000),
            "\"",
            "\"\n\"\"",
            "a,b,c\n,,\n\u0000",
            "tracking number\n" + "1Z".repeat(40_000),
            "\uFEFFTracking Number\r\n1ZA1B2C30214876366\r\n");

    private static final String BASE = "/v1/companies/{companyId}";

    @Test
    void whatever_is_asked_is_answered_as_described_or_refused_as_the_callers_fault() {
        Random random = new Random(SEED);
        DescribedInterface description = description();
        List<String> findings = new ArrayList<>();
        for (int i = 0; i < REQUESTS && findings.size() < 10; i++) {
            boolean upload = random.nextInt(6) == 0;
            String body = pick(random, BODIES);
            String type = random.nextBoolean() ? "text/csv" : "application/json";
            String route = upload ? "/tracking-numbers" : pick(random, ROUTES);
            String path = upload ? route : path(route, random);
            HttpRequest.Builder request = request(path);
            HttpResponse<String> answer = send(
                    upload
                            ? request.header("Content-Type", type)
                                    .POST(BodyPublishers.ofString(body, StandardCharsets.UTF_8))
                            : request);
            if (answer.statusCode() >= 500 || INSIDE.matcher(answer.body()).find()) {
                findings.add("%d %s %s %.300s"
                        .formatted(answer.statusCode(), path, upload ? type + " " + body : "", answer.body()));
            }
            description.holds(upload ? "post" : "get", BASE + route, answer);
        }
        assertThat(findings).as("-Dfuzz.seed=%d", SEED).isEmpty();
    }

    private static String path(String route, Random random) {
        String path = VARIABLE.matcher(route).replaceAll(encoded(pick(random, VALUES)));
        List<String> parameters = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            parameters.add(pick(random, PARAMETERS) + "=" + encoded(pick(random, VALUES)));
        }
        return path + "?" + String.join("&", parameters);
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static String pick(Random random, List<String> values) {
        return values.get(random.nextInt(values.size()));
    }
}
