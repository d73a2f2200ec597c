package com.deliveryhistory.optin.deliveries;

import com.deliveryhistory.events.CompanyId;
import com.deliveryhistory.services.auth.ServiceTokens;
import java.net.URI;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.stereotype.Component;
import org.springframework.web.client.HttpClientErrorException;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;
import org.springframework.web.util.UriBuilder;

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

    /**
     * A page of the company's packages.
     *
     * @param cursor where it starts, from the page before; {@code null}: the first page
     */
    public Answer<HistoryPage> packages(CompanyId company, PackageQuery query, @Nullable String cursor) {
        Map<String, String> parameters = new LinkedHashMap<>(query.filter());
        parameters.put("order", query.order().name());
        parameters.put("limit", String.valueOf(settings.pageSize()));
        if (cursor != null) {
            parameters.put("cursor", cursor);
        }
        return get(company, HistoryPage.class, "packages", parameters);
    }

    public Answer<DeliveredPackage> find(CompanyId company, String trackingNumber) {
        return get(company, DeliveredPackage.class, "packages/{number}", Map.of("number", trackingNumber), Map.of());
    }

    /** What happened from the first of these days to the last. */
    public Answer<Summary> summary(CompanyId company, LocalDate from, LocalDate to) {
        return get(company, Summary.class, "summary", Map.of("from", from.toString(), "to", to.toString()));
    }

    /** Which span of time has been collected for the company. */
    public Answer<Coverage> coverage(CompanyId company) {
        return get(company, Coverage.class, "coverage", Map.of());
    }

    private <T> Answer<T> get(CompanyId company, Class<T> type, String what, Map<String, String> parameters) {
        return get(company, type, what, Map.of(), parameters);
    }

    private <T> Answer<T> get(
            CompanyId company, Class<T> type, String what, Map<String, String> named, Map<String, String> parameters) {
        try {
            T body = history.get()
                    .uri(builder -> address(builder, company, what, named, parameters))
                    .headers(headers -> headers.setBearerAuth(tokens.tokenFor(HISTORY_WORKER, company)))
                    .retrieve()
                    .body(type);
            return body == null ? new Answer.Unavailable<>() : new Answer.Found<>(body);
        } catch (HttpClientErrorException.NotFound e) {
            return new Answer.Absent<>();
        } catch (HttpClientErrorException.BadRequest e) {
            return new Answer.Refused<>(Problem.of(e).parameterOrNone());
        } catch (RestClientException e) {
            log.warn("history-worker cannot be asked now: {}", e.getClass().getSimpleName());
            return new Answer.Unavailable<>();
        }
    }

    /** Every value is a variable of the address, so that none can become a part of its form. */
    private static URI address(
            UriBuilder builder,
            CompanyId company,
            String what,
            Map<String, String> named,
            Map<String, String> parameters) {
        Map<String, Object> variables = new HashMap<>(named);
        variables.put("company", company.value());
        variables.putAll(parameters);
        builder.path("/v1/companies/{company}/" + what);
        parameters.keySet().forEach(name -> builder.queryParam(name, "{" + name + "}"));
        return builder.build(variables);
    }

    /** history-worker's problem detail (RFC 9457): which parameter it does not take. */
    record Problem(@Nullable String parameter) {

        static Problem of(HttpClientErrorException e) {
            try {
                Problem problem = e.getResponseBodyAs(Problem.class);
                return problem == null ? new Problem(null) : problem;
            } catch (RuntimeException unreadable) {
                log.warn("history-worker refused a request in a way that cannot be read", unreadable);
                return new Problem(null);
            }
        }

        String parameterOrNone() {
            return parameter == null ? "" : parameter;
        }
    }
}
