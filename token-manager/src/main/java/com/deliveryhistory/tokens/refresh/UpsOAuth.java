package com.deliveryhistory.tokens.refresh;

import com.deliveryhistory.events.Application;
import com.deliveryhistory.tokens.refresh.Outcome.TryLater;
import com.deliveryhistory.tokens.refresh.Outcome.Unclear;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.nio.charset.StandardCharsets;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClient;

/** UPS's address for refreshing: a path of its own, with HTTP Basic and a form. */
final class UpsOAuth implements UpsTokens, AutoCloseable {

    private static final String PATH = "/security/v1/oauth/refresh";
    private static final int LONGEST_ANSWER = 64 * 1024;

    private final HttpClient http;
    private final RestClient ups;
    private final UpsSettings settings;
    private final RefreshMetrics metrics;

    UpsOAuth(UpsSettings settings, RefreshMetrics metrics) {
        this.settings = settings;
        this.metrics = metrics;
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(settings.connectTimeout())
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
        JdkClientHttpRequestFactory requests = new JdkClientHttpRequestFactory(http);
        requests.setReadTimeout(settings.timeout());
        this.ups = RestClient.builder()
                .requestFactory(requests)
                .baseUrl(withoutSlash(settings.baseUrl()))
                .build();
    }

    @Override
    public Outcome refresh(Application application, String refreshToken) {
        UpsSettings.Client client = settings.applications().get(application.value());
        if (client == null) {
            return new TryLater("ups.applications." + application + " is not configured", Strain.NONE, null);
        }
        String form =
                "grant_type=refresh_token&refresh_token=" + URLEncoder.encode(refreshToken, StandardCharsets.UTF_8);
        try {
            return ups.post()
                    .uri(PATH)
                    .headers(headers -> headers.setBasicAuth(client.clientId(), client.clientSecret()))
                    .contentType(MediaType.APPLICATION_FORM_URLENCODED)
                    .accept(MediaType.APPLICATION_JSON)
                    .body(form.getBytes(StandardCharsets.UTF_8)) // as bytes, which nobody logs readably
                    .exchangeForRequiredValue((request, response) -> {
                        int status = response.getStatusCode().value();
                        byte[] body = response.getBody().readNBytes(LONGEST_ANSWER);
                        metrics.answered(application, status, UpsAnswers.knownCode(status, body));
                        return UpsAnswers.read(status, response.getHeaders().getFirst(HttpHeaders.RETRY_AFTER), body);
                    });
        } catch (ResourceAccessException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            String why = "UPS cannot be reached: " + cause.getClass().getSimpleName();
            boolean neverSent = cause instanceof ConnectException || cause instanceof HttpConnectTimeoutException;
            metrics.unanswered(application, neverSent);
            return neverSent ? new TryLater(why, Strain.DOWN, null) : new Unclear(why, Strain.DOWN);
        }
    }

    private static String withoutSlash(URI base) {
        String text = base.toString();
        return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
