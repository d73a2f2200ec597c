package com.deliveryhistory.benchmarks.stage;

import com.deliveryhistory.benchmarks.report.Samples;
import com.deliveryhistory.localstack.processes.StackFailure;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.function.ObjIntConsumer;

/** Callers, each of which asks again as soon as it has its answer. The same for both sides of a ratio. */
public final class HttpLoad implements AutoCloseable {

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final int callers;

    public HttpLoad(int callers) {
        this.callers = callers;
    }

    /** What came of it; latencies in milliseconds. */
    public record Answers(double perSecond, Samples latencies) {}

    /** Asks for so long. */
    public Answers during(Duration time, IntFunction<HttpRequest> requests) {
        long end = System.nanoTime() + time.toNanos();
        return run(Integer.MAX_VALUE, end, requests, (answer, number) -> {});
    }

    /**
     * Asks so many times.
     *
     * @param answered takes each answer's body with the number of its request
     */
    public Answers times(int number, IntFunction<HttpRequest> requests, ObjIntConsumer<byte[]> answered) {
        return run(number, Long.MAX_VALUE, requests, answered);
    }

    private Answers run(int times, long end, IntFunction<HttpRequest> requests, ObjIntConsumer<byte[]> answered) {
        AtomicInteger next = new AtomicInteger();
        Samples latencies = new Samples();
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            Stopwatch watch = Stopwatch.start();
            List<Future<Samples>> all = new ArrayList<>();
            for (int i = 0; i < callers; i++) {
                all.add(executor.submit(() -> {
                    Samples own = new Samples();
                    for (int number = next.getAndIncrement();
                            number < times && System.nanoTime() < end;
                            number = next.getAndIncrement()) {
                        own.add(ask(requests.apply(number), answered, number));
                    }
                    return own;
                }));
            }
            for (Future<Samples> one : all) {
                latencies.addAll(one.get());
            }
            return new Answers(latencies.size() / watch.seconds(), latencies);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof StackFailure failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private double ask(HttpRequest request, ObjIntConsumer<byte[]> answered, int number) throws InterruptedException {
        long start = System.nanoTime();
        try {
            HttpResponse<byte[]> response = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
            double millis = (System.nanoTime() - start) / 1e6;
            if (response.statusCode() != 200) {
                throw StackFailure.because(
                        "%s answered %d".formatted(request.uri().getAuthority(), response.statusCode()));
            }
            answered.accept(response.body(), number);
            return millis;
        } catch (IOException e) {
            throw StackFailure.because(
                    "%s does not answer: %s".formatted(request.uri().getAuthority(), e));
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
