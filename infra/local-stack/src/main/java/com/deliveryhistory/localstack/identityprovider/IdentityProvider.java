package com.deliveryhistory.localstack.identityprovider;

import com.deliveryhistory.servers.PortTaken;
import com.deliveryhistory.servers.Ports;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jspecify.annotations.Nullable;

/**
 * Authorization code flow with PKCE (RFC 6749, section 4.1; RFC 7636) for one client. Asks for an address and no password.
 * Who signs out of the application is asked here and sent back (OpenID Connect RP-Initiated Logout 1.0).
 * On the loopback address unless it is given an issuer identifier; its key lasts as long as its process.
 */
public final class IdentityProvider implements AutoCloseable {

    /** The only client. */
    public static final String CLIENT_ID = "optin-web";

    /** What the client proves itself with; there is nothing here to protect. */
    public static final String CLIENT_SECRET = "no-secret-in-the-local-stack";

    private static final int KEY_BITS = 2048;
    private static final int MOST_CODES = 1_000;
    private static final int SECONDS_TO_LIVE = 60;
    private static final int LARGEST_FORM = 20_000;

    private final HttpServer server;
    private final String issuer;
    private final URI redirect;
    private final RSAKey key;
    private final Map<String, Map<String, String>> codes = new ConcurrentHashMap<>();

    private IdentityProvider(HttpServer server, String issuer, URI redirect, RSAKey key) {
        this.server = server;
        this.issuer = issuer;
        this.redirect = redirect;
        this.key = key;
    }

    /**
     * Starts it.
     *
     * @param redirect the only address that people are sent back to
     * @throws PortTaken if something else listens on the port
     */
    public static IdentityProvider start(int port, URI redirect) {
        if (port != 0 && !Ports.isFree(port)) {
            throw new PortTaken("the identity provider", port);
        }
        return start(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), null, redirect);
    }

    /**
     * Starts it on all addresses, for a container, which people and the application reach by one name.
     *
     * @param redirect the only address that people are sent back to
     * @param issuer its issuer identifier, the base address by that name
     */
    public static IdentityProvider start(int port, URI redirect, URI issuer) {
        return start(new InetSocketAddress(port), issuer.toString(), redirect);
    }

    private static IdentityProvider start(InetSocketAddress address, @Nullable String issuer, URI redirect) {
        try {
            HttpServer server = HttpServer.create(address, 0);
            String usual = "http://localhost:" + server.getAddress().getPort();
            RSAKey key = new RSAKeyGenerator(KEY_BITS).keyIDFromThumbprint(true).generate();
            var provider = new IdentityProvider(server, issuer == null ? usual : issuer, redirect, key);
            server.createContext("/", provider::handle);
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            server.start();
            return provider;
        } catch (IOException e) {
            throw new UncheckedIOException("The identity provider cannot listen on " + address, e);
        } catch (JOSEException e) {
            throw new IllegalStateException("This JVM cannot make RSA keys", e);
        }
    }

    /** Its issuer identifier, which is its base address. */
    public String issuer() {
        return issuer;
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String what =
                    exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
            switch (what) {
                case "GET /.well-known/openid-configuration" -> json(exchange, 200, metadata());
                case "GET /jwks" ->
                    json(exchange, 200, new JWKSet(key).toPublicJWKSet().toJSONObject());
                case "GET /authorize" ->
                    ask(exchange, parameters(exchange.getRequestURI().getRawQuery()));
                case "POST /authorize" -> answer(exchange, form(exchange));
                case "POST /token" -> token(exchange, form(exchange));
                case "GET /end-session" ->
                    askToSignOut(exchange, parameters(exchange.getRequestURI().getRawQuery()));
                case "POST /end-session" -> signedOut(exchange, form(exchange));
                default -> html(exchange, 404, page("Not found", "This identity provider only signs people in."));
            }
        }
    }

    private Map<String, Object> metadata() {
        return Map.of(
                "issuer",
                issuer,
                "authorization_endpoint",
                issuer + "/authorize",
                "token_endpoint",
                issuer + "/token",
                "jwks_uri",
                issuer + "/jwks",
                "end_session_endpoint",
                issuer + "/end-session",
                "response_types_supported",
                List.of("code"),
                "subject_types_supported",
                List.of("public"),
                "id_token_signing_alg_values_supported",
                List.of("RS256"),
                "code_challenge_methods_supported",
                List.of("S256"));
    }

    private void ask(HttpExchange exchange, Map<String, String> asked) throws IOException {
        if (!isRegistered(asked, "redirect_uri", redirect)) {
            refuse(exchange);
            return;
        }
        Document page = page("Company sign-in", "A stand-in: it takes everybody for whom they say they are.");
        Element form = form(page, "/authorize", asked, List.of("state", "nonce", "code_challenge"));
        form.appendElement("label").attr("for", "email").text("E-mail address");
        form.appendElement("input")
                .attr("id", "email")
                .attr("name", "email")
                .attr("type", "email")
                .attr("required", "");
        form.appendElement("button").text("Sign in");
        html(exchange, 200, page);
    }

    private void answer(HttpExchange exchange, Map<String, String> asked) throws IOException {
        String code = UUID.randomUUID().toString();
        if (codes.size() >= MOST_CODES) {
            codes.clear();
        }
        codes.put(code, asked);
        String query =
                "code=%s&state=%s&iss=%s".formatted(code, encoded(asked.getOrDefault("state", "")), encoded(issuer));
        exchange.getResponseHeaders().set("Location", redirect + "?" + query);
        exchange.sendResponseHeaders(302, -1);
    }

    /** As a provider has to that is not shown an ID token (OpenID Connect RP-Initiated Logout 1.0, section 2). */
    private void askToSignOut(HttpExchange exchange, Map<String, String> asked) throws IOException {
        if (!isRegistered(asked, "post_logout_redirect_uri", afterSignOut())) {
            refuse(exchange);
            return;
        }
        Document page = page("Sign out of the company's account?", "A stand-in: there is no session that could end.");
        form(page, "/end-session", asked, List.of("state"))
                .appendElement("button")
                .text("Sign out");
        html(exchange, 200, page);
    }

    private void signedOut(HttpExchange exchange, Map<String, String> given) throws IOException {
        String back = afterSignOut() + "?state=" + encoded(given.getOrDefault("state", ""));
        exchange.getResponseHeaders().set("Location", back);
        exchange.sendResponseHeaders(302, -1);
    }

    private URI afterSignOut() {
        return redirect.resolve("/sign-in");
    }

    private static boolean isRegistered(Map<String, String> asked, String parameter, URI address) {
        return CLIENT_ID.equals(asked.get("client_id")) && address.toString().equals(asked.get(parameter));
    }

    private static void refuse(HttpExchange exchange) throws IOException {
        html(exchange, 400, page("Unknown application", "Nobody is sent back to an address that is not registered."));
    }

    /** A form that takes on these of the parameters that were asked with. */
    private static Element form(Document page, String action, Map<String, String> asked, List<String> takenOn) {
        Element form = page.body().appendElement("form").attr("method", "post").attr("action", action);
        for (String name : takenOn) {
            form.appendElement("input")
                    .attr("type", "hidden")
                    .attr("name", name)
                    .attr("value", asked.getOrDefault(name, ""));
        }
        return form;
    }

    private void token(HttpExchange exchange, Map<String, String> given) throws IOException {
        Map<String, String> asked = codes.remove(given.getOrDefault("code", ""));
        if (asked == null || !challenge(given.getOrDefault("code_verifier", "")).equals(asked.get("code_challenge"))) {
            json(exchange, 400, Map.of("error", "invalid_grant"));
            return;
        }
        json(
                exchange,
                200,
                Map.of(
                        "access_token",
                        UUID.randomUUID().toString(),
                        "token_type",
                        "Bearer",
                        "expires_in",
                        SECONDS_TO_LIVE,
                        "scope",
                        "openid email",
                        "id_token",
                        idToken(asked)));
    }

    private String idToken(Map<String, String> asked) {
        Instant now = Instant.now();
        String email = asked.getOrDefault("email", "");
        var claims = new JWTClaimsSet.Builder()
                .issuer(issuer)
                .subject(email)
                .audience(CLIENT_ID)
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plusSeconds(SECONDS_TO_LIVE)))
                .claim("nonce", asked.get("nonce"))
                .claim("email", email)
                .claim("sid", UUID.randomUUID().toString())
                .claim("email_verified", true)
                .build();
        var token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()).build(), claims);
        try {
            token.sign(new RSASSASigner(key));
        } catch (JOSEException e) {
            throw new IllegalStateException("Cannot sign", e);
        }
        return token.serialize();
    }

    private static String challenge(String verifier) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
            return Base64URL.encode(digest).toString();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    private static Document page(String title, String text) {
        Document page = Jsoup.parse("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">"
                + "<meta name=\"viewport\" content=\"width=device-width\"><title></title></head><body></body></html>");
        page.title(title);
        page.body().appendElement("h1").text(title);
        page.body().appendElement("p").text(text);
        return page;
    }

    private static Map<String, String> form(HttpExchange exchange) throws IOException {
        return parameters(new String(exchange.getRequestBody().readNBytes(LARGEST_FORM), StandardCharsets.UTF_8));
    }

    private static Map<String, String> parameters(@Nullable String query) {
        Map<String, String> parameters = new HashMap<>();
        for (String pair : (query == null ? "" : query).split("&", -1)) {
            int at = pair.indexOf('=');
            if (at > 0) {
                parameters.put(
                        URLDecoder.decode(pair.substring(0, at), StandardCharsets.UTF_8),
                        URLDecoder.decode(pair.substring(at + 1), StandardCharsets.UTF_8));
            }
        }
        return parameters;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static void html(HttpExchange exchange, int status, Document page) throws IOException {
        send(exchange, status, "text/html; charset=utf-8", page.outerHtml());
    }

    private static void json(HttpExchange exchange, int status, Map<String, Object> json) throws IOException {
        send(exchange, status, "application/json", JSONObjectUtils.toJSONString(json));
    }

    private static void send(HttpExchange exchange, int status, String type, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        server.stop(1);
    }
}
