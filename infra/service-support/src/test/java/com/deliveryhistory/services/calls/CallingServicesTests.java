package com.deliveryhistory.services.calls;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.deliveryhistory.testing.Patience;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.function.Consumer;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.restclient.autoconfigure.RestClientAutoConfiguration;
import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslStoreBundle;
import org.springframework.boot.ssl.jks.JksSslStoreBundle;
import org.springframework.boot.ssl.jks.JksSslStoreDetails;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.http.ResponseEntity;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClient;

/** Over TLS, to a service whose certificate is of an authority of the deployment's own. */
class CallingServicesTests {

    private static final String[] TRUSTING = {"service-calls.ssl-bundle=services"};
    private static final String[] TRUSTING_THE_JVM = {};
    private static final String PASSWORD = "not-a-secret";

    @TempDir
    private static Path folder;

    private static HttpsServer tokenManager;

    private final ApplicationContextRunner caller = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    SslAutoConfiguration.class, RestClientAutoConfiguration.class, ServiceCallsAutoConfiguration.class))
            .withPropertyValues(
                    "spring.ssl.bundle.jks.services.truststore.location=file:" + keys(),
                    "spring.ssl.bundle.jks.services.truststore.password=" + PASSWORD);

    @BeforeAll
    static void startTokenManager() throws Exception {
        makeCertificate("dns:localhost");
        SslStoreBundle stores = new JksSslStoreBundle(
                JksSslStoreDetails.forLocation("file:" + keys()).withPassword(PASSWORD), null);
        tokenManager = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        tokenManager.setHttpsConfigurator(
                new HttpsConfigurator(SslBundle.of(stores).createSslContext()));
        tokenManager.createContext("/keys", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write("the keys".getBytes(UTF_8));
            exchange.close();
        });
        tokenManager.createContext("/moved", exchange -> {
            exchange.getResponseHeaders().add("Location", "/keys");
            exchange.sendResponseHeaders(302, -1);
            exchange.close();
        });
        tokenManager.start();
    }

    @AfterAll
    static void stopTokenManager() {
        tokenManager.stop(0);
    }

    @Test
    void a_certificate_of_an_authority_that_the_bundle_trusts_is_good() {
        calling(TRUSTING, client -> assertThat(keysFrom(client, "localhost")).isEqualTo("the keys"));
    }

    @Test
    void without_a_bundle_the_authorities_of_the_jvm_count() {
        calling(
                TRUSTING_THE_JVM,
                client -> assertThatExceptionOfType(ResourceAccessException.class)
                        .isThrownBy(() -> keysFrom(client, "localhost"))
                        .withCauseInstanceOf(SSLHandshakeException.class));
    }

    @Test
    void a_certificate_of_another_name_is_refused() {
        calling(
                TRUSTING,
                client -> assertThatExceptionOfType(ResourceAccessException.class)
                        .isThrownBy(() -> keysFrom(client, "127.0.0.1"))
                        .withCauseInstanceOf(SSLHandshakeException.class));
    }

    @Test
    void nobody_follows_a_redirect_with_a_token() {
        calling(TRUSTING, client -> {
            ResponseEntity<Void> answer = client.to(address("localhost"), Patience.LIMIT, Patience.LIMIT)
                    .build()
                    .get()
                    .uri("/moved")
                    .retrieve()
                    .toBodilessEntity();
            assertThat(answer.getStatusCode().value()).isEqualTo(302);
        });
    }

    @Test
    void a_bundle_that_is_not_there_is_named_at_start() {
        caller.withPropertyValues("service-calls.ssl-bundle=servces")
                .run(context -> assertThat(context)
                        .getFailure()
                        .hasRootCauseInstanceOf(NoSuchSslBundleException.class)
                        .rootCause()
                        .hasMessageContaining("servces"));
    }

    private void calling(String[] settings, Consumer<ServiceClients> calls) {
        caller.withPropertyValues(settings).run(context -> {
            assertThat(context).hasNotFailed();
            calls.accept(context.getBean(ServiceClients.class));
        });
    }

    private static String keysFrom(ServiceClients clients, String host) {
        RestClient client =
                clients.to(address(host), Patience.LIMIT, Patience.LIMIT).build();
        return String.valueOf(client.get().uri("/keys").retrieve().body(String.class));
    }

    private static Path keys() {
        return folder.resolve("token-manager.p12");
    }

    private static URI address(String host) {
        return URI.create("https://" + host + ":" + tokenManager.getAddress().getPort());
    }

    /** The JDK has no interface to make one, but a tool. */
    private static void makeCertificate(String name) throws IOException, InterruptedException {
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "service",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=token-manager",
                        "-ext",
                        "san=" + name,
                        "-keystore",
                        keys().toString(),
                        "-storepass",
                        PASSWORD)
                .redirectErrorStream(true)
                .start();
        String said = new String(keytool.getInputStream().readAllBytes(), UTF_8);
        assertThat(keytool.waitFor()).as(said).isZero();
    }
}
