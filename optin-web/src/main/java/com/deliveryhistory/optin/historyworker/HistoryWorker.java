package com.deliveryhistory.optin.historyworker;

import com.deliveryhistory.events.CompanyId;
import com.deliveryhistory.services.auth.ServiceTokens;
import com.deliveryhistory.services.calls.ServiceClients;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.stereotype.Component;
import org.springframework.web.client.HttpClientErrorException;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;
import org.springframework.web.util.UriBuilder;

/** history-worker over HTTP. Each call states the company it is made for, signed by us. */
@Component
public class HistoryWorker {

    private static final Logger log = LoggerFactory.getLogger(HistoryWorker.class);
    private static final String NAME = "history-worker";

    private final RestClient asking;
    private final RestClient fetching;
    private final RestClient sending;
    private final ServiceTokens tokens;

    HistoryWorker(ServiceClients services, ServiceTokens tokens, HistorySettings settings) {
        this.tokens = tokens;
        this.asking = client(services, settings, settings.readTimeout());
        this.fetching = client(services, settings, settings.fileTimeout());
        this.sending = client(services, settings, settings.uploadTimeout());
    }

    /** A client whose answers, with all they hold, may take as long as this. */
    private static RestClient client(ServiceClients services, HistorySettings settings, Duration longest) {
        return services.to(settings.baseUrl(), settings.connectTimeout(), longest)
                .defaultStatusHandler(HttpStatusCode::is3xxRedirection, (request, answer) -> {
                    throw new RestClientException("a redirect");
                })
                .build();
    }

    /** For answers that take long because they are large. */
    public RestClient fetching() {
        return fetching;
    }

    /** For requests that take long because they are large. */
    public RestClient sending() {
        return sending;
    }

    /** Lets a request say whose data it is about. */
    public Consumer<HttpHeaders> onBehalfOf(CompanyId company) {
        return headers -> headers.setBearerAuth(tokens.tokenFor(NAME, company));
    }

    /**
     * Asks for something of a company.
     *
     * @param what path below the company, with names in braces for the values of {@code named}
     */
    public <T> Answer<T> get(
            CompanyId company, Class<T> type, String what, Map<String, String> named, Map<String, String> parameters) {
        try {
            T body = asking.get()
                    .uri(builder -> address(builder, company, what, named, parameters))
                    .headers(onBehalfOf(company))
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
    public static URI address(
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
