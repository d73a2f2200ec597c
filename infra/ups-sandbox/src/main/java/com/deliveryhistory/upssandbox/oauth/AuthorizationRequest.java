package com.deliveryhistory.upssandbox.oauth;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.web.util.UriComponentsBuilder;
import org.springframework.web.util.UriUtils;

/**
 * An application's request for authorization, under way. It lives in the log-in pages' addresses and forms and nowhere
 * else, so it outlives sign-up, a lost session and a restart of the sandbox. Whoever alters it on the way gains nothing:
 * it is checked again before a code is issued.
 */
public record AuthorizationRequest(
        @Nullable String client_id,
        @Nullable String redirect_uri,
        @Nullable String response_type,
        @Nullable String scope,
        @Nullable String state,
        @Nullable String code_challenge) {

    /** Whether there is one at all: people also log in for themselves. */
    public boolean present() {
        return client_id != null;
    }

    /** The parameters that are there, by their names in RFC 6749 and RFC 7636. */
    public Map<String, String> parameters() {
        var parameters = new LinkedHashMap<String, String>();
        put(parameters, "client_id", client_id);
        put(parameters, "redirect_uri", redirect_uri);
        put(parameters, "response_type", response_type);
        put(parameters, "scope", scope);
        put(parameters, "state", state);
        put(parameters, "code_challenge", code_challenge);
        return parameters;
    }

    /** The address of a page of the sandbox, with the request in its query. */
    public String addTo(String page) {
        return addTo(page, Map.of());
    }

    /** The same with further parameters. */
    public String addTo(String page, Map<String, String> extra) {
        return withQuery(page, parameters(), extra);
    }

    static String withQuery(String address, Map<String, String> first, Map<String, String> second) {
        var query = new LinkedMultiValueMap<String, String>();
        first.forEach((name, value) -> query.set(name, UriUtils.encode(value, StandardCharsets.UTF_8)));
        second.forEach((name, value) -> query.set(name, UriUtils.encode(value, StandardCharsets.UTF_8)));
        return UriComponentsBuilder.fromUriString(address)
                .queryParams(query)
                .build(true)
                .toUriString();
    }

    private static void put(Map<String, String> parameters, String name, @Nullable String value) {
        if (value != null) {
            parameters.put(name, value);
        }
    }
}
