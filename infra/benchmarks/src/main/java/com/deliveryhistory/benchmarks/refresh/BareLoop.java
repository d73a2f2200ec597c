package com.deliveryhistory.benchmarks.refresh;

import com.deliveryhistory.benchmarks.stage.HttpLoad;
import com.deliveryhistory.benchmarks.stage.HttpLoad.Answers;
import com.deliveryhistory.events.sealing.TokenPair;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/** Refreshes tokens and keeps them nowhere but in memory. */
final class BareLoop {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final URI address;
    private final String basic;
    private final String[] refreshTokens;

    BareLoop(URI ups, String clientId, String clientSecret, List<TokenPair> pairs) {
        this.address = ups.resolve("/security/v1/oauth/refresh");
        this.basic = "Basic "
                + Base64.getEncoder().encodeToString((clientId + ":" + clientSecret).getBytes(StandardCharsets.UTF_8));
        this.refreshTokens = pairs.stream().map(TokenPair::refreshToken).toArray(String[]::new);
    }

    /** Refreshes each grant once. */
    Answers refreshAll(HttpLoad load) {
        return load.times(
                refreshTokens.length,
                this::request,
                (answer, number) -> refreshTokens[number] =
                        JSON.readTree(answer).path("refresh_token").asString());
    }

    private HttpRequest request(int number) {
        String form = "grant_type=refresh_token&refresh_token="
                + URLEncoder.encode(refreshTokens[number], StandardCharsets.UTF_8);
        return HttpRequest.newBuilder(address)
                .header("Authorization", basic)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .timeout(Duration.ofSeconds(20))
                .build();
    }
}
