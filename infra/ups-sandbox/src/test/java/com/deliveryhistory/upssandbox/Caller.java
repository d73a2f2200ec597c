package com.deliveryhistory.upssandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.deliveryhistory.testing.Patience;
import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A person with a browser and an application with its secret, in one. Follows no redirect by itself. */
final class Caller {

    static final String CLIENT_ID = "sbx-client-idh";
    static final String CLIENT_SECRET = "test-secret";
    static final String REDIRECT_URI = "http://localhost:8080/login/oauth2/code/intelligent-delivery-history";
    static final String PASSWORD = "ups-sandbox-password";
    /** The pair of appendix B of RFC 7636. */
    static final String VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

    static final String CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Pattern HIDDEN =
            Pattern.compile("<input type=\"hidden\" name=\"([^\"]*)\" value=\"([^\"]*)\"");

    private final String base;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .cookieHandler(new CookieManager())
            .connectTimeout(Patience.LIMIT)
            .build();

    Caller(int port) {
        this.base = "http://localhost:" + port;
    }

    record Answer(int status, HttpResponse<String> response) {

        String body() {
            return response.body();
        }

        JsonNode json() {
            return JSON.readTree(response.body());
        }

        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }

        String error() {
            JsonNode error = json().at("/response/errors/0");
            return status + " " + error.at("/code").asString() + " "
                    + error.at("/message").asString();
        }

        /** A parameter of the address that the answer redirects to. */
        String redirectParameter(String name) {
            return parameters(header("location")).getOrDefault(name, "");
        }

        Map<String, String> hiddenFields() {
            var fields = new LinkedHashMap<String, String>();
            Matcher matcher = HIDDEN.matcher(body());
            while (matcher.find()) {
                fields.put(matcher.group(1), matcher.group(2).replace("&amp;", "&"));
            }
            return fields;
        }
    }

    Answer get(String address, String... headers) {
        return send(request(address, headers).GET());
    }

    Answer post(String address, Map<String, String> form, String... headers) {
        return send(request(address, headers)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(query(form))));
    }

    Answer postJson(String address, String body, String... headers) {
        return send(request(address, headers)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body)));
    }

    Answer delete(String address) {
        return send(request(address).DELETE());
    }

    /** The query of a request for authorization, with the given parameters added or, if empty, taken out. */
    static String authorization(String... changes) {
        var parameters = new LinkedHashMap<String, String>();
        parameters.put("client_id", CLIENT_ID);
        parameters.put("redirect_uri", REDIRECT_URI);
        parameters.put("response_type", "code");
        parameters.put("scope", "read");
        parameters.put("state", "a+b=&{x}");
        for (int i = 0; i < changes.length; i += 2) {
            parameters.put(changes[i], changes[i + 1]);
        }
        parameters.values().removeIf(String::isEmpty);
        return "/security/v1/oauth/authorize?" + query(parameters);
    }

    /** Goes the whole way through the pages; the answer is the redirect back to the application. */
    Answer logIn(String username, String password, String authorization) {
        Answer page = get(get(authorization).header("location"));
        Map<String, String> first = page.hiddenFields();
        first.putAll(Map.of("username", username, "agreement", "true"));
        Map<String, String> second = post("/login", first).hiddenFields();
        second.put("password", password);
        return post("/login/password", second);
    }

    String code(String username) {
        return logIn(username, PASSWORD, authorization()).redirectParameter("code");
    }

    Answer exchange(String code) {
        return post(
                "/security/v1/oauth/token",
                Map.of("grant_type", "authorization_code", "code", code, "redirect_uri", REDIRECT_URI),
                basic());
    }

    /** The answer to a first token call, for a user who logs in for it. */
    JsonNode optIn(String username) {
        Answer answer = exchange(code(username));
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json();
    }

    Answer refresh(String refreshToken) {
        return post(
                "/security/v1/oauth/refresh",
                Map.of("grant_type", "refresh_token", "refresh_token", refreshToken),
                basic());
    }

    /** Logs in for oneself and changes the password on the profile page. */
    Answer changePassword(String username, String current, String next) {
        Map<String, String> login = get("/login").hiddenFields();
        login.putAll(Map.of("username", username, "agreement", "true", "password", current));
        assertThat(post("/login/password", login).header("location")).isEqualTo("/profile");
        Map<String, String> change = get("/profile").hiddenFields();
        change.putAll(Map.of("currentPassword", current, "newPassword", next));
        return post("/profile", change);
    }

    static String[] basic() {
        return basic(CLIENT_ID, CLIENT_SECRET);
    }

    static String[] basic(String id, String secret) {
        String credentials = Base64.getEncoder().encodeToString((id + ":" + secret).getBytes(StandardCharsets.UTF_8));
        return new String[] {"Authorization", "Basic " + credentials};
    }

    static String[] bearer(JsonNode tokens) {
        return new String[] {
            "Authorization",
            "Bearer " + tokens.path("access_token").asString(),
            "transId",
            "test-1",
            "transactionSrc",
            "tests"
        };
    }

    private HttpRequest.Builder request(String address, String... headers) {
        var request = HttpRequest.newBuilder(URI.create(address.startsWith("http") ? address : base + address))
                .timeout(Patience.LIMIT);
        return headers.length == 0 ? request : request.headers(headers);
    }

    private Answer send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
            return new Answer(response.statusCode(), response);
        } catch (IOException failed) {
            throw new NoAnswer(failed);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    /** The connection ended without an answer. */
    static final class NoAnswer extends RuntimeException {
        NoAnswer(IOException cause) {
            super(cause);
        }
    }

    private static String query(Map<String, String> parameters) {
        return parameters.entrySet().stream()
                .map(entry -> URLEncoder.encode(entry.getKey(), StandardCharsets.UTF_8) + "="
                        + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    private static Map<String, String> parameters(String address) {
        var parameters = new LinkedHashMap<String, String>();
        String query = address.substring(address.indexOf('?') + 1);
        for (String pair : query.split("&", -1)) {
            String[] parts = pair.split("=", 2);
            if (parts.length == 2) {
                parameters.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
            }
        }
        return parameters;
    }
}
