package com.deliveryhistory.systemtests.several;

import com.deliveryhistory.events.CompanyId;
import com.deliveryhistory.localstack.LocalStack;
import com.deliveryhistory.systemtests.Person;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Admins who opt companies in and wait for their deliveries, a few at once and one after the other. */
final class OptIns implements AutoCloseable {

    private static final int AT_ONCE = 2;

    private final LocalStack stack;
    private final BlockingQueue<CompanyId> companies = new LinkedBlockingQueue<>();
    private final List<OptIn> acknowledged = new CopyOnWriteArrayList<>();
    private final ExecutorService admins = Executors.newFixedThreadPool(AT_ONCE);
    private final List<Future<?>> work = new ArrayList<>();
    private volatile boolean enough;
    private int named;

    /**
     * An opt-in that the admin saw acknowledged.
     *
     * @param begun when the admin began to sign in
     */
    record OptIn(CompanyId company, Instant begun, Instant at) {}

    private OptIns(LocalStack stack) {
        this.stack = stack;
    }

    /** Starts the admins, who have nothing to do yet. */
    static OptIns start(LocalStack stack) {
        var optIns = new OptIns(stack);
        for (int admin = 0; admin < AT_ONCE; admin++) {
            optIns.work.add(optIns.admins.submit(optIns::work));
        }
        return optIns;
    }

    /** Gives them this many more companies. */
    void more(int count) {
        for (int i = 0; i < count; i++) {
            companies.add(new CompanyId("c%05d".formatted(++named)));
        }
    }

    private @Nullable Void work() throws InterruptedException {
        while (!enough) {
            CompanyId company = companies.poll(100, TimeUnit.MILLISECONDS);
            if (company != null) {
                optIn(company);
            }
        }
        return null;
    }

    private void optIn(CompanyId company) {
        Instant begun = Instant.now();
        try (var admin = new Person(stack, company.value())) {
            admin.signIn();
            admin.optIn();
            acknowledged.add(new OptIn(company, begun, Instant.now()));
            admin.seesDeliveries();
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
