package com.deliveryhistory.localstack.identityprovider;

import static org.assertj.core.api.Assertions.assertThat;

import com.deliveryhistory.servers.Ports;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class IdentityProviderTests {

    private static final URI REDIRECT = URI.create("http://localhost:8080/sso/globex/callback");

    /** RFC 7636, appendix B. */
    private static final String VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

    private static final String CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

    private final HttpClient http = HttpClient.newHttpClient();
    private final IdentityProvider provider = IdentityProvider.start(0, REDIRECT);

    @AfterEach
    void stop() {
        provider.close();
    }

    @Test
    void nobody_is_sent_to_an_address_that_is_not_registered() throws Exception {
        assertThat(get("/authorize?client_id=optin-web&redirect_uri=http://evil.example/")
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void a_code_is_good_once_and_for_its_verifier_only() throws Exception {
        assertThat(token(code(), "another").statusCode()).isEqualTo(400);
        String code = code();
        assertThat(token(code, VERIFIER).body()).contains("id_token");
        assertThat(token(code, VERIFIER).statusCode()).isEqualTo(400);
    }

    @Test
    void who_signs_out_is_asked_and_sent_back_to_the_sign_in_page_and_nowhere_else() throws Exception {
        String asked = "/end-session?client_id=optin-web&state=s&post_logout_redirect_uri=";
        assertThat(get(asked + "http://evil.example/").statusCode()).isEqualTo(400);
        assertThat(get(asked + "http://localhost:8080/sign-in").body()).contains("action=\"/end-session\"");
        assertThat(post("/end-session", "state=s").headers().firstValue("Location"))
                .contains("http://localhost:8080/sign-in?state=s");
    }

    @Test
    void it_names_itself_by_the_issuer_identifier_that_it_is_given() throws Exception {
        int port = Ports.free(1).getFirst();
        var metadata = HttpRequest.newBuilder(
                        URI.create("http://localhost:%d/.well-known/openid-configuration".formatted(port)))
                .build();
        try (var named = IdentityProvider.start(port, REDIRECT, URI.create("http://sso.example:8091"))) {
            assertThat(named.issuer()).isEqualTo("http://sso.example:8091");
            assertThat(http.send(metadata, BodyHandlers.ofString()).body())
                    .contains("\"http://sso.example:8091/authorize\"");
        }
    }

    private String code() throws IOException, InterruptedException {
        String form = "email=ann@globex.example&state=s&nonce=n&code_challenge=" + CHALLENGE;
        String location =
                post("/authorize", form).headers().firstValue("Location").orElseThrow();
        assertThat(location).startsWith(REDIRECT + "?code=").contains("&state=s&");
        return location.replaceAll(".*code=([^&]+).*", "$1");
    }

    private HttpResponse<String> token(String code, String verifier) throws IOException, InterruptedException {
        return post("/token", "grant_type=authorization_code&code=%s&code_verifier=%s".formatted(code, verifier));
    }

    private HttpResponse<String> post(String path, String form) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(provider.issuer() + path))
                .POST(BodyPublishers.ofString(form))
                .build();
        return http.send(request, BodyHandlers.ofString());
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(URI.create(provider.issuer() + path)).build(), BodyHandlers.ofString());
    }
}
