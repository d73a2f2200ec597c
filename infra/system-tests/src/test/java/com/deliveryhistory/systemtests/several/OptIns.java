package com.deliveryhistory.systemtests.several;

import com.deliveryhistory.events.CompanyId;
import com.deliveryhistory.localstack.LocalStack;
import com.deliveryhistory.systemtests.Person;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/** Admins who opt their companies in and wait for deliveries, a few at once and one after the other, until it is enough. */
final class OptIns implements AutoCloseable {

    private static final int AT_ONCE = 2;

    private final LocalStack stack;
    private final Queue<CompanyId> companies;
    private final List<OptIn> acknowledged = new CopyOnWriteArrayList<>();
    private final ExecutorService admins = Executors.newFixedThreadPool(AT_ONCE);
    private final List<Future<?>> work = new ArrayList<>();
    private volatile boolean enough;

    /**
     * An opt-in that the admin saw acknowledged.
     *
     * @param begun when the admin began to sign in
     */
    record OptIn(CompanyId company, Instant begun, Instant at) {}

    private OptIns(LocalStack stack, int companies) {
        this.stack = stack;
        this.companies = new ConcurrentLinkedQueue<>(IntStream.rangeClosed(1, companies)
                .mapToObj(number -> new CompanyId("c%05d".formatted(number)))
                .toList());
    }

    /** Starts; there are this many companies. */
    static OptIns start(LocalStack stack, int companies) {
        var optIns = new OptIns(stack, companies);
        for (int admin = 0; admin < AT_ONCE; admin++) {
            optIns.work.add(optIns.admins.submit(optIns::work));
        }
        return optIns;
    }

    private void work() {
        while (!enough) {
            CompanyId company = companies.poll();
            if (company == null) {
                throw new AssertionError("All companies have opted in: give more");
            }
            Instant begun = Instant.now();
            try (var admin = new Person(stack, company.value())) {
                admin.signIn();
                admin.optIn();
                acknowledged.add(new OptIn(company, begun, Instant.now()));
                admin.seesDeliveries();
            }
        }
    }

    /** All so far. */
    List<OptIn> acknowledged() {
        return List.copyOf(acknowledged);
    }

    /** The first opt-in that was begun after this moment and acknowledged. */
    Optional<OptIn> firstBegunAfter(Instant moment) {
        work.stream().filter(Future::isDone).forEach(OptIns::get);
        return acknowledged.stream()
                .filter(optIn -> optIn.begun().isAfter(moment))
                .findFirst();
    }

    /** Lets those under way come to their end, and no more begin. */
    void finish() {
        enough = true;
        work.forEach(OptIns::get);
    }

    private static void get(Future<?> work) {
        try {
            work.get();
        } catch (ExecutionException e) {
            throw new AssertionError("An admin could not opt in", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        enough = true;
        admins.shutdownNow();
    }
}
