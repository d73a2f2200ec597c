package com.deliveryhistory.optin.deliveries;

import com.deliveryhistory.events.CompanyId;
import com.deliveryhistory.services.auth.ServiceTokens;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.stereotype.Component;
import org.springframework.web.client.HttpClientErrorException;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;

/** Reads companies' deliveries from history-worker. Each call states the company it is made for, signed by us. */
@Component
public class Deliveries {

    private static final Logger log = LoggerFactory.getLogger(Deliveries.class);
    private static final String HISTORY_WORKER = "history-worker";

    private final RestClient history;
    private final ServiceTokens tokens;
    private final HistorySettings settings;

    Deliveries(RestClient.Builder clients, ServiceTokens tokens, HistorySettings settings) {
        this.tokens = tokens;
        this.settings = settings;
        this.history = clients.baseUrl(settings.baseUrl().toString())
                .requestFactory(ClientHttpRequestFactoryBuilder.jdk()
                        .build(HttpClientSettings.defaults()
                                .withConnectTimeout(settings.connectTimeout())
                                .withReadTimeout(settings.readTimeout())))
                .build();
    }

    /** What history-worker said. */
    public sealed interface Answer<T> {

        /** It has it. */
        record Found<T>(T value) implements Answer<T> {}

        /** There is no such thing for this company. */
        record Absent<T>() implements Answer<T> {}

        /** It cannot be asked at the moment. */
        record Unavailable<T>() implements Answer<T> {}

        default Optional<T> found() {
            return this instanceof Found<T> found ? Optional.of(found.value()) : Optional.empty();
        }

        default boolean isUnavailable() {
            return this instanceof Unavailable<T>;
        }
    }

    /**
     * A page of the company's packages.
     *
     * @param cursor where it starts, from the page before; {@code null}: the newest
     */
    public Answer<HistoryPage> packages(CompanyId company, @Nullable String cursor) {
        return get(
                company,
                HistoryPage.class,
                "/v1/companies/{company}/packages?limit={limit}" + (cursor == null ? "" : "&cursor={cursor}"),
                cursor == null
                        ? new Object[] {company.value(), settings.pageSize()}
                        : new Object[] {company.value(), settings.pageSize(), cursor});
    }

    Answer<DeliveredPackage> find(CompanyId company, String trackingNumber) {
        return get(
                company,
                DeliveredPackage.class,
                "/v1/companies/{company}/packages/{trackingNumber}",
                company.value(),
                trackingNumber);
    }

    /** Which span of time has been collected for the company. */
    public Answer<Coverage> coverage(CompanyId company) {
        return get(company, Coverage.class, "/v1/companies/{company}/coverage", company.value());
    }

    private <T> Answer<T> get(CompanyId company, Class<T> type, String path, Object... variables) {
        try {
            T body = history.get()
                    .uri(path, variables)
                    .headers(headers -> headers.setBearerAuth(tokens.tokenFor(HISTORY_WORKER, company)))
                    .retrieve()
                    .body(type);
            return body == null ? new Answer.Unavailable<>() : new Answer.Found<>(body);
        } catch (HttpClientErrorException.NotFound | HttpClientErrorException.BadRequest e) {
            return new Answer.Absent<>();
        } catch (RestClientException e) {
            log.warn("history-worker cannot be asked now: {}", e.getClass().getSimpleName());
            return new Answer.Unavailable<>();
        }
    }
}
