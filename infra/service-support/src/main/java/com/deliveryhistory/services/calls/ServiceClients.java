package com.deliveryhistory.services.calls;

import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.HttpRedirects;
import org.springframework.boot.http.client.JdkClientHttpRequestFactoryBuilder;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.web.client.RestClient;

/**
 * Makes clients for the other services' HTTP interfaces. They send nobody elsewhere: a redirect is a mistake, and who follows
 * it shows a company's token to somebody else; so it is an answer like any other.
 */
public final class ServiceClients {

    private final RestClient.Builder clients;
    private final JdkClientHttpRequestFactoryBuilder requests;
    private final HttpClientSettings settings;

    /**
     * Makes clients that trust these.
     *
     * @param tls which certificates of services are good; {@code null}: those that the JVM trusts
     */
    public ServiceClients(RestClient.Builder clients, @Nullable SslBundle tls) {
        this.clients = clients;
        this.requests = ClientHttpRequestFactoryBuilder.jdk()
                .withExecutor(Executors.newVirtualThreadPerTaskExecutor())
                // no attempt to upgrade, which plain HTTP/2 would take
                .withHttpClientCustomizer(client -> client.version(HttpClient.Version.HTTP_1_1));
        this.settings = HttpClientSettings.defaults()
                .withRedirects(HttpRedirects.DONT_FOLLOW)
                .withSslBundle(tls);
    }

    /**
     * What makes a client for a service.
     *
     * @param longest how long an answer, with all that it holds, may take
     */
    public RestClient.Builder to(URI service, Duration connectTimeout, Duration longest) {
        return clients.clone()
                .baseUrl(service.toString())
                .requestFactory(requests.build(
                        settings.withConnectTimeout(connectTimeout).withReadTimeout(longest)));
    }
}
