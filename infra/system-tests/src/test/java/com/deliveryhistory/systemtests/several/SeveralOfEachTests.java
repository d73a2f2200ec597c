package com.deliveryhistory.systemtests.several;

import static org.assertj.core.api.Assertions.assertThat;

import com.deliveryhistory.localstack.LocalStack;
import com.deliveryhistory.localstack.StackOptions;
import com.deliveryhistory.localstack.settings.Instance;
import com.deliveryhistory.localstack.settings.Part;
import com.deliveryhistory.systemtests.several.OptIns.OptIn;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Three brokers and two instances of every service, while admins opt in and histories are collected.
 * {@code -Dseveral.rounds=5} ends them five times as often, {@code -Dseveral.packages-per-day=40} collects more,
 * {@code -Dseveral.seed=N} repeats a run's choices and feeds. {@code -Dseveral.rolling=true} also replaces all instances one
 * after the other, as a deployment does; {@code -Dseveral.older-jars=DIR} the ones that run the services' jars in that
 * folder, of an earlier build, by those of this one.
 */
@Order(4) // see pom.xml
@Timeout(3600)
class SeveralOfEachTests {

    private static final int BROKERS = 3;
    private static final int INSTANCES = 2;
    private static final int PACKAGES_PER_DAY = Integer.getInteger("several.packages-per-day", 5);
    private static final int ROUNDS = Integer.getInteger("several.rounds", 1);
    private static final long SEED = Long.getLong("several.seed", System.nanoTime());
    private static final String OLDER_JARS = System.getProperty("several.older-jars", "");

    private final Random random = new Random(SEED);

    @Test
    void one_of_each_is_killed_and_the_primary_steps_down_and_nothing_is_lost() throws Exception {
        List<Consumer<Ends>> all = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            List<Consumer<Ends>> some = Stream.concat(Stream.of(Part.KAFKA), Part.services().stream())
                    .map(this::anyOf)
                    .<Consumer<Ends>>map(victim -> ends -> ends.kill(victim))
                    .collect(ArrayList::new, List::add, List::addAll);
            some.add(Ends::stepDown);
            Collections.shuffle(some, random);
            all.addAll(some);
        }
        endUnderLoad(all, options(all.size()));
    }

    @Test
    @EnabledIfSystemProperty(named = "several.rolling", matches = "true")
    void all_are_replaced_one_after_the_other_and_nothing_is_lost() throws Exception {
        List<Consumer<Ends>> all = Part.services().stream()
                .flatMap(service -> Stream.of(new Instance(service, 1), new Instance(service, 2)))
                .<Consumer<Ends>>map(instance -> ends -> ends.replace(instance))
                .toList();
        var options = options(all.size());
        if (!OLDER_JARS.isEmpty()) {
            options = options.withOlderJars(Path.of(OLDER_JARS));
        }
        endUnderLoad(all, options);
    }

    private Instance anyOf(Part part) {
        return new Instance(part, 1 + random.nextInt(part == Part.KAFKA ? BROKERS : INSTANCES));
    }

    private void endUnderLoad(List<Consumer<Ends>> all, StackOptions options) throws Exception {
        System.out.printf("-Dseveral.seed=%d%n", SEED);
        try (var stack = LocalStack.start(options)) {
            try {
                endUnderLoad(all, stack);
            } catch (AssertionError failure) {
                stack.keepData();
                System.out.println("Logs: " + stack.logs());
                throw failure;
            }
        }
    }

    private static void endUnderLoad(List<Consumer<Ends>> all, LocalStack stack) throws Exception {
        try (var optIns = OptIns.start(stack);
                var ends = new Ends(stack, optIns)) {
            Instant start = Instant.now();
            all.forEach(end -> end.accept(ends));
            optIns.finish();
            List<OptIn> acknowledged = optIns.acknowledged();
            assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(all.size());

            var reckoning = new Reckoning(
                    stack, acknowledged.stream().map(OptIn::company).toList());
            reckoning.awaitCollected();
            reckoning.noOptInIsLost();
            long deliveries = reckoning.noDeliveryIsLostOrDoubled();
            long repeats = reckoning.repeatsAreRepeats();
            reckoning.noDeadLetters();
            System.out.printf(
                    "%d opt-ins and %,d deliveries in %d s, none lost; %d events came again, under the same id%n",
                    acknowledged.size(),
                    deliveries,
                    Duration.between(start, Instant.now()).toSeconds(),
                    repeats);
        }
    }

    private static StackOptions options(int ends) {
        return StackOptions.temporary()
                .withCompanies(ends * Ends.COMPANIES)
                .withParts(
                        Part.KAFKA,
                        Part.MONGODB,
                        Part.UPS_SANDBOX,
                        Part.TOKEN_MANAGER,
                        Part.HISTORY_WORKER,
                        Part.OPTIN_WEB)
                .withInstances(Part.KAFKA, BROKERS)
                .withInstances(INSTANCES)
                .withSetting(Part.UPS_SANDBOX, "sandbox.feed.seed", Long.toString(SEED))
                .withSetting(Part.UPS_SANDBOX, "sandbox.feed.packages-per-day", PACKAGES_PER_DAY)
                .withSetting(Part.UPS_SANDBOX, "sandbox.feed.live-interval", "0s")
                .withSetting(Part.UPS_SANDBOX, "sandbox.feed.later-interval", "0s")
                .withSetting(Part.UPS_SANDBOX, "sandbox.feed.history", "15d")
                .withSetting(Part.UPS_SANDBOX, "sandbox.quantum-view.page-size", "20KB")
                // one collection each, and what a killed instance was at goes on soon
                .withSetting(Part.HISTORY_WORKER, "history.poll-interval", "2h")
                .withSetting(Part.HISTORY_WORKER, "history.lease", "10s")
                .withSetting(Part.HISTORY_WORKER, "history.tick", "200ms")
                .withSetting(Part.HISTORY_WORKER, "history.tracking.per-turn", 1)
                .withSetting(Part.HISTORY_WORKER, "ups.pace.at-once", 16)
                .withSetting(Part.HISTORY_WORKER, "ups.pace.per-second", 100)
                .withSetting(Part.HISTORY_WORKER, "history.first-retry", "200ms")
                .withSetting(Part.HISTORY_WORKER, "history.longest-retry", "2s");
    }
}
