package com.deliveryhistory.systemtests.custody;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The sandbox's own interface: grants without a log-in, faults, and the ledger of all refreshes. */
final class UpsSwitches {

    static final String REFRESH = "/security/v1/oauth/refresh";

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int PAGE = 10_000;

    private final URI sandbox;
    private final Http http;

    UpsSwitches(URI sandbox, Http http) {
        this.sandbox = sandbox;
        this.http = http;
    }

    /**
     * A refresh as UPS saw it. Tokens are fingerprints.
     *
     * @param at when UPS's work was done, before the answer left
     * @param host the name by which the caller knows UPS; each instance has another one
     * @param issuedAccess empty if nothing was issued
     * @param issuedRefresh empty if nothing was issued
     * @param code of UPS's error; empty if there is none
     */
    record Refresh(
            long sequence,
            Instant at,
            String host,
            String presented,
            String issuedAccess,
            String issuedRefresh,
            int status,
            String code,
            String fault) {

        boolean rotated() {
            return !issuedRefresh.isEmpty();
        }

        boolean refused() {
            return code.equals("10400");
        }
    }

    /** The answers of {@code /token} to this many new authorizations. */
    List<JsonNode> grants(String client, String user, int count) {
        String wanted = "{\"client\":\"%s\",\"user\":\"%s\",\"count\":%d}".formatted(client, user, count);
        return json(() -> http.post(sandbox.resolve("/sandbox/grants"), wanted)).values().stream()
                .toList();
    }

    /** Switches a fault of refreshes on, written as JSON with single quotes. */
    void fault(String fault) {
        String json = "{\"path\":\"%s\",%s}".formatted(REFRESH, fault.replace('\'', '"'));
        json(() -> http.post(sandbox.resolve("/sandbox/faults"), json));
    }

    void mend() {
        answer(() -> http.delete(sandbox.resolve("/sandbox/faults")));
    }

    /** All refreshes after this number, oldest first. */
    List<Refresh> refreshes(long after) {
        List<Refresh> all = new ArrayList<>();
        long last = after;
        boolean more = true;
        while (more) {
            URI page = sandbox.resolve("/sandbox/ledger?path=%s&after=%d&limit=%d".formatted(REFRESH, last, PAGE));
            List<JsonNode> entries =
                    json(() -> http.get(page)).values().stream().toList();
            entries.forEach(entry -> all.add(read(entry)));
            more = entries.size() == PAGE;
            last = all.isEmpty() ? after : all.getLast().sequence();
        }
        return all;
    }

    /** As the ledger has it: enough to tell tokens apart, and no token. */
    static String fingerprint(String token) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash).substring(0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Refresh read(JsonNode entry) {
        return new Refresh(
                entry.path("sequence").asLong(),
                Instant.parse(entry.path("time").asString()),
                entry.path("host").asString(""),
                entry.at("/presented/refresh_token").asString(""),
                entry.at("/issued/access_token").asString(""),
                entry.at("/issued/refresh_token").asString(""),
                entry.path("status").asInt(),
                entry.path("code").asString(""),
                entry.path("fault").asString(""));
    }

    private static JsonNode json(Call call) {
        return JSON.readTree(answer(call).body());
    }

    private static HttpResponse<String> answer(Call call) {
        try {
            HttpResponse<String> answer = call.make();
            assertThat(answer.statusCode())
                    .as("the sandbox says %s", answer.body())
                    .isBetween(200, 299);
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @FunctionalInterface
    private interface Call {
        HttpResponse<String> make() throws IOException;
    }
}
