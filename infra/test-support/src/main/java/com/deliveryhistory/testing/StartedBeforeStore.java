package com.deliveryhistory.testing;

import com.deliveryhistory.servers.EmbeddedMongo;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.event.ApplicationStartedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;

/** A service that was started while its store was away, and that works since the store came. */
public final class StartedBeforeStore implements AutoCloseable {

    private final HttpClient http = HttpClient.newHttpClient();
    private final ConfigurableApplicationContext context;
    private final EmbeddedMongo store;
    private final List<Integer> before;
    private final int ready;

    /**
     * Starts the service, then its store.
     *
     * @param settings without the store's address; the ports are free ones
     */
    public StartedBeforeStore(Class<?> application, Map<String, ?> settings) {
        int port = freePort();
        Map<String, Object> all = new HashMap<>(settings);
        all.put("server.port", 0);
        all.put("management.server.port", 0);
        all.put("spring.mongodb.uri", "mongodb://127.0.0.1:" + port + "/late");
        String[] arguments = all.entrySet().stream()
                .map(setting -> "--" + setting.getKey() + "=" + setting.getValue())
                .toArray(String[]::new);
        CompletableFuture<ConfigurableApplicationContext> listens = new CompletableFuture<>();
        SpringApplication service = new SpringApplication(application);
        service.addListeners((ApplicationListener<ApplicationStartedEvent>)
                started -> listens.complete(started.getApplicationContext()));
        CompletableFuture<ConfigurableApplicationContext> runs = CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return service.run(arguments);
                    } catch (RuntimeException e) {
                        listens.completeExceptionally(e);
                        throw e;
                    }
                },
                work -> Thread.ofPlatform().daemon().name("service").start(work));
        context = within(listens);
        before = List.of(status("/livez"), status("/readyz"));
        store = EmbeddedMongo.startInMemory(port);
        within(runs);
        ready = status("/readyz");
    }

    private static <T> T within(CompletableFuture<T> future) {
        return future.orTimeout(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS).join();
    }

    /** The HTTP statuses of {@code /livez} and {@code /readyz} while the store was away. */
    public List<Integer> beforeStore() {
        return before;
    }

    /** The HTTP status of {@code /readyz} when the store had come. */
    public int withStore() {
        return ready;
    }

    public ConfigurableApplicationContext context() {
        return context;
    }

    public int port() {
        return port("local.server.port");
    }

    public int managementPort() {
        return port("local.management.port");
    }

    /** The store goes away again. */
    public void storeGoesAway() {
        store.close();
    }

    private int port(String name) {
        return Objects.requireNonNull(context.getEnvironment().getProperty(name, Integer.class));
    }

    private int status(String path) {
        try {
            return http.send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
                                    .build(),
                            HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        context.close();
        store.close();
        http.close();
    }
}
