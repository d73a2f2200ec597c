package com.deliveryhistory.optin;

import static org.assertj.core.api.Assertions.assertThat;

import com.deliveryhistory.optin.Browser.Page;
import com.nimbusds.jwt.JWTClaimsSet;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.bson.Document;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.web.util.UriComponentsBuilder;

/** Somebody of company c149, which has an identity provider of its own. */
abstract class CompanySignInTest extends WebTest {

    static final String COMPANY = "c149";

    /** Of this test alone. */
    final String person = "p" + UUID.randomUUID().toString().substring(0, 8);

    final String email = person + "@c149.example";

    /** Of this test alone, as what comes to nothing counts by network. */
    final String network = "2001:db8:" + person.substring(1, 5) + ":" + person.substring(5) + "::1";

    Browser browser;

    @BeforeEach
    void known() {
        browser = stranger();
        add(person, COMPANY, email);
    }

    Browser stranger() {
        return browser().from(network);
    }

    record Asked(String state, String nonce) {}

    Page signIn(UnaryOperator<JWTClaimsSet.Builder> change) {
        Asked asked = begin(browser);
        return back(browser, asked, code(asked, change));
    }

    static Asked begin(Browser browser) {
        return begin(browser, COMPANY);
    }

    static Asked begin(Browser browser, String companyId) {
        Page page = browser.getOnly("/sso/" + companyId);
        URI provider = URI.create(page.header("Location"));
        assertThat(provider.toString()).startsWith(outside.identityProvider.issuer() + "/authorize");
        var asked =
                UriComponentsBuilder.fromUri(provider).build().getQueryParams().toSingleValueMap();
        assertThat(asked)
                .containsKeys("state", "nonce", "code_challenge")
                .containsEntry("code_challenge_method", "S256");
        return new Asked(decoded(asked.getOrDefault("state", "")), decoded(asked.getOrDefault("nonce", "")));
    }

    String code(Asked asked, UnaryOperator<JWTClaimsSet.Builder> change) {
        return outside.identityProvider.code(person, email, asked.nonce(), change);
    }

    static Page back(Browser browser, Asked asked, String code) {
        return back(browser, COMPANY, asked, code);
    }

    static Page back(Browser browser, String companyId, Asked asked, String code) {
        return browser.get("/sso/" + companyId + "/callback?code=" + code + "&state=" + encoded(asked));
    }

    static String encoded(Asked asked) {
        return Browser.encode(asked.state());
    }

    static String decoded(String value) {
        return URLDecoder.decode(value, StandardCharsets.UTF_8);
    }

    static String problem(Page page) {
        return String.valueOf(page.address().getQuery()).replace("problem=", "");
    }

    void add(String name, String companyId, String address) {
        collection("users")
                .insertOne(new Document("_id", name)
                        .append("name", name)
                        .append("company", companyId)
                        .append("role", "USER")
                        .append("email", address)
                        .append("emailKey", address));
    }
}
