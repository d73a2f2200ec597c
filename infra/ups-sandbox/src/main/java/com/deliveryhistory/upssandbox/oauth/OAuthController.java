package com.deliveryhistory.upssandbox.oauth;

import com.deliveryhistory.upssandbox.accounts.Profiles;
import com.deliveryhistory.upssandbox.gateway.CallNotes;
import com.deliveryhistory.upssandbox.gateway.TokenHash;
import com.deliveryhistory.upssandbox.oauth.ClientSettings.Client;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;

/** UPS's three OAuth addresses. */
@RestController
@RequestMapping("/security/v1/oauth")
class OAuthController {

    private final Authorizations authorizations;
    private final ClientAuthentication clients;
    private final Codes codes;
    private final Tokens tokens;
    private final Profiles profiles;
    private final OAuthSettings settings;

    OAuthController(
            Authorizations authorizations,
            ClientAuthentication clients,
            Codes codes,
            Tokens tokens,
            Profiles profiles,
            OAuthSettings settings) {
        this.authorizations = authorizations;
        this.clients = clients;
        this.codes = codes;
        this.tokens = tokens;
        this.profiles = profiles;
        this.settings = settings;
    }

    /** To the log-in page, whoever may be logged in at UPS.com already: authorizing always asks for the password. */
    @GetMapping("/authorize")
    ResponseEntity<Void> authorize(@ModelAttribute AuthorizationRequest request, HttpServletRequest call) {
        if (request.client_id() != null) {
            CallNotes.of(call).client(request.client_id());
        }
        String name = authorizations.applicationName(request);
        String loginPage = ServletUriComponentsBuilder.fromContextPath(call)
                .replacePath("/login")
                .toUriString();
        return ResponseEntity.status(HttpStatus.FOUND)
                .location(URI.create(request.addTo(loginPage, Map.of("type", "ups_com_api"))))
                .header("appname", name)
                .header("displayname", name)
                .build();
    }

    @PostMapping(path = "/token", consumes = MediaType.APPLICATION_FORM_URLENCODED_VALUE)
    ResponseEntity<TokenAnswer> token(
            @RequestHeader(name = HttpHeaders.AUTHORIZATION, required = false) @Nullable String authorization,
            @RequestParam Map<String, String> form,
            HttpServletRequest call) {
        String grantType = form.getOrDefault("grant_type", "");
        if (grantType.equals("refresh_token") && settings.refreshAtTokenAddress()) {
            return refresh(authorization, form, call);
        }
        String verifier = form.get("code_verifier");
        boolean bothModes = verifier != null && authorization != null;
        if (bothModes && settings.strictClientAuthentication()) {
            throw OAuthErrors.malformedRequest();
        }
        Client client = authorization == null && verifier != null
                ? clients.byId(form.get("client_id"))
                : clients.byBasic(authorization);
        CallNotes.of(call).client(client.clientId());
        String code = form.get("code");
        if (!grantType.equals("authorization_code") || code == null || code.isEmpty()) {
            throw OAuthErrors.malformedRequest();
        }
        Codes.Issued authorized = codes.take(code).orElseThrow(OAuthErrors::invalidCode);
        if (!authorized.redirectUri().equals(form.get("redirect_uri"))) {
            throw OAuthErrors.invalidRedirectUri();
        }
        if (!authorized.clientId().equals(client.clientId())
                || !verifies(verifier, authorized.codeChallenge())
                || passwordChangedSince(authorized)) {
            throw OAuthErrors.invalidCode();
        }
        return answer(tokens.issue(authorized), call);
    }

    @PostMapping(path = "/refresh", consumes = MediaType.APPLICATION_FORM_URLENCODED_VALUE)
    ResponseEntity<TokenAnswer> refresh(
            @RequestHeader(name = HttpHeaders.AUTHORIZATION, required = false) @Nullable String authorization,
            @RequestParam Map<String, String> form,
            HttpServletRequest call) {
        Client client = clients.byBasic(authorization);
        CallNotes.of(call).client(client.clientId());
        String refreshToken = form.get("refresh_token");
        if (!"refresh_token".equals(form.get("grant_type")) || refreshToken == null) {
            throw OAuthErrors.malformedRequest();
        }
        return answer(
                tokens.refresh(refreshToken, client.clientId()).orElseThrow(OAuthErrors::invalidRefreshToken), call);
    }

    private ResponseEntity<TokenAnswer> answer(Tokens.Pair issued, HttpServletRequest call) {
        CallNotes notes = CallNotes.of(call);
        profiles.named(issued.grant().username())
                .ifPresent(profile -> notes.user(profile.username(), profile.shipperNumber()));
        notes.issued("access_token", issued.accessToken());
        notes.issued("refresh_token", issued.refreshToken());
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noStore())
                .body(TokenAnswer.of(issued, settings.fullAnswers()));
    }

    private boolean passwordChangedSince(Codes.Issued authorized) {
        return profiles.named(authorized.username())
                .filter(profile -> profile.credentialVersion() == authorized.credentialVersion())
                .isEmpty();
    }

    /** A code that was asked for with a challenge needs its verifier, and one without needs none (RFC 7636, S256). */
    private static boolean verifies(@Nullable String verifier, @Nullable String challenge) {
        if (verifier == null || challenge == null) {
            return verifier == null && challenge == null;
        }
        String derived = Base64.getUrlEncoder().withoutPadding().encodeToString(TokenHash.sha256(verifier));
        return MessageDigest.isEqual(
                derived.getBytes(StandardCharsets.US_ASCII), challenge.getBytes(StandardCharsets.US_ASCII));
    }
}
