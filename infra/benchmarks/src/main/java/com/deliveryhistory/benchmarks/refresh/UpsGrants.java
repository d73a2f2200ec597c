package com.deliveryhistory.benchmarks.refresh;

import com.deliveryhistory.benchmarks.stage.HttpLoad;
import com.deliveryhistory.events.sealing.TokenPair;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** Token pairs that the sandbox issues without anybody logging in. */
final class UpsGrants {

    private static final String USER = "acme-ups";
    private static final JsonMapper JSON = JsonMapper.shared();

    private final URI sandbox;
    private final String clientId;

    UpsGrants(URI sandbox, String clientId) {
        this.sandbox = sandbox;
        this.clientId = clientId;
    }

    List<TokenPair> issue(int number) {
        HttpRequest request = HttpRequest.newBuilder(sandbox.resolve("/sandbox/grants"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(
                        JSON.writeValueAsString(Map.of("client", clientId, "user", USER, "count", number))))
                .build();
        List<TokenPair> pairs = new ArrayList<>();
        try (HttpLoad once = new HttpLoad(1)) {
            once.times(
                    1,
                    i -> request,
                    (answer, i) -> JSON.readTree(answer)
                            .forEach(pair -> pairs.add(new TokenPair(
                                    pair.path("access_token").asString(),
                                    pair.path("refresh_token").asString()))));
        }
        return pairs;
    }
}
