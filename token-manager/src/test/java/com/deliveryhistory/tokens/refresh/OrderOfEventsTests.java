package com.deliveryhistory.tokens.refresh;

import static org.assertj.core.api.Assertions.assertThat;

import com.deliveryhistory.events.Application;
import com.deliveryhistory.events.CompanyId;
import com.deliveryhistory.events.EventEnvelope;
import com.deliveryhistory.events.GrantId;
import com.deliveryhistory.events.GrantState;
import com.deliveryhistory.events.OptInEvent;
import com.deliveryhistory.events.OptInEvent.OptInWithdrawn;
import com.deliveryhistory.events.OptInEvent.PasswordChangeInvalidated;
import com.deliveryhistory.testing.TestMongo;
import com.deliveryhistory.testing.WithMongo;
import com.deliveryhistory.tokens.grants.Grant;
import com.deliveryhistory.tokens.grants.Grant.Active;
import com.deliveryhistory.tokens.grants.Grant.Ended;
import com.deliveryhistory.tokens.refresh.TestService.World;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.function.BiConsumer;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Opt-ins, password changes and withdrawals in any order, any number of times, against a model of three lines. */
@WithMongo
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OrderOfEventsTests {

    private static final CompanyId COMPANY = new CompanyId("acme");
    private static final List<Application> APPLICATIONS = List.of(new Application("one"), new Application("two"));

    private final World emptied;

    OrderOfEventsTests(TestMongo mongo, @TempDir Path folder) {
        emptied = World.over(mongo, folder);
    }

    private enum Kind {
        GRANTED,
        PASSWORD_CHANGED,
        WITHDRAWN
    }

    /**
     * Something that happened.
     *
     * @param application {@code null}: all
     */
    private record Happening(Kind kind, @Nullable Application application, int time) {

        boolean concerns(Application other) {
            return application == null || application.equals(other);
        }

        String id() {
            return kind + "-" + application + "-" + time;
        }
    }

    @Test
    void a_late_opt_in_from_before_a_password_change_ends_invalid() {
        for (Application concerned : new Application[] {null, APPLICATIONS.getFirst()}) {
            World world = emptied.emptied();
            deliver(
                    world,
                    List.of(
                            new Happening(Kind.GRANTED, APPLICATIONS.getFirst(), 10),
                            new Happening(Kind.PASSWORD_CHANGED, concerned, 20),
                            new Happening(Kind.GRANTED, APPLICATIONS.getFirst(), 15)));

            Ended grant = (Ended) world.service().grants.find(new GrantId(COMPANY, APPLICATIONS.getFirst()));
            assertThat(grant.end().state()).isEqualTo(GrantState.INVALIDATED);
            assertThat(grant.facts().authorization().at()).isEqualTo(at(15));
        }
    }

    @Test
    void what_voids_an_opt_in_may_arrive_before_it() {
        World world = emptied.emptied();
        deliver(
                world,
                List.of(
                        new Happening(Kind.PASSWORD_CHANGED, null, 20),
                        new Happening(Kind.WITHDRAWN, APPLICATIONS.getLast(), 20),
                        new Happening(Kind.GRANTED, APPLICATIONS.getFirst(), 15),
                        new Happening(Kind.GRANTED, APPLICATIONS.getLast(), 15)));

        assertThat(world.published())
                .extracting(event -> event.event().grant().state())
                .containsExactlyInAnyOrder(GrantState.INVALIDATED, GrantState.WITHDRAWN);
    }

    @Test
    void the_same_events_lead_to_the_same_state_in_every_order_and_number() {
        for (int seed = 0; seed < 60; seed++) {
            leadToTheSame(seed, OrderOfEventsTests::deliver);
        }
    }

    @Test
    void they_do_so_in_batches_of_any_size_too() {
        for (int seed = 0; seed < 60; seed++) {
            Random batches = new Random(seed);
            leadToTheSame(seed, (world, happenings) -> deliverInBatches(world, happenings, batches));
        }
    }

    private void leadToTheSame(int seed, BiConsumer<World, List<Happening>> delivery) {
        Random random = new Random(seed);
        List<Happening> happenings = happenings(random);
        World world = emptied.emptied();

        delivery.accept(world, happenings);

        for (Application application : APPLICATIONS) {
            assertThat(state(world, application))
                    .as("seed %d: %s", seed, happenings)
                    .isEqualTo(expected(happenings, application));
        }
        assertToldWell(world, "seed " + seed + ": " + happenings);
        List<Document> stored = ofCompany(world);
        int told = world.published().size();
        deliver(world, happenings);
        Collections.shuffle(happenings, random);
        deliver(world, happenings);
        assertThat(ofCompany(world)).as("replay of seed %d", seed).isEqualTo(stored);
        assertThat(world.published()).as("replay of seed %d", seed).hasSize(told);
    }

    private static List<Document> ofCompany(World world) {
        return world.stored().stream()
                .filter(document -> COMPANY.value().equals(document.getString("company")))
                .toList();
    }

    private static List<Happening> happenings(Random random) {
        List<Happening> happenings = new ArrayList<>();
        int number = 2 + random.nextInt(8);
        for (int i = 0; i < number; i++) {
            Application application = APPLICATIONS.get(random.nextInt(2));
            int kind = random.nextInt(6);
            int time = random.nextInt(12);
            happenings.add(
                    switch (kind) {
                        case 0 -> new Happening(Kind.PASSWORD_CHANGED, application, time);
                        case 1 -> new Happening(Kind.PASSWORD_CHANGED, null, time);
                        case 2 -> new Happening(Kind.WITHDRAWN, application, time);
                        default -> new Happening(Kind.GRANTED, application, time);
                    });
        }
        return happenings;
    }

    private static void deliver(World world, List<Happening> happenings) {
        TestService service = world.service();
        happenings.forEach(happening -> service.take(List.of(event(world, happening))));
        service.sendEvents();
    }

    /** The same in batches, in each of which another company opts in as well. */
    private static void deliverInBatches(World world, List<Happening> happenings, Random random) {
        TestService service = world.service();
        List<EventEnvelope<OptInEvent>> batch = new ArrayList<>();
        for (Happening happening : happenings) {
            batch.add(event(world, happening));
            if (random.nextInt(3) == 0) {
                GrantId other = new GrantId(new CompanyId("company-" + batch.size()), APPLICATIONS.getFirst());
                batch.add(TestService.envelope(
                        "other-" + other, TestService.granted(other, world.ups().issue(), at(0), "other-" + other)));
                service.take(batch);
                batch.clear();
            }
        }
        service.take(batch);
        service.sendEvents();
    }

    private static EventEnvelope<OptInEvent> event(World world, Happening happening) {
        Application application = happening.application() == null ? APPLICATIONS.getFirst() : happening.application();
        OptInEvent event = switch (happening.kind()) {
            case GRANTED ->
                TestService.granted(
                        new GrantId(COMPANY, application), world.ups().issue(), at(happening.time()), happening.id());
            case PASSWORD_CHANGED ->
                new PasswordChangeInvalidated(
                        COMPANY,
                        happening.application(),
                        at(happening.time()),
                        PasswordChangeInvalidated.Source.ADMIN,
                        "admin");
            case WITHDRAWN -> new OptInWithdrawn(COMPANY, application, at(happening.time()), "admin");
        };
        return TestService.envelope(happening.id(), event);
    }

    private static String expected(List<Happening> happenings, Application application) {
        OptionalInt authorized = latest(happenings, Kind.GRANTED, application);
        if (authorized.isEmpty()) {
            return "nothing";
        }
        int at = authorized.getAsInt();
        if (latest(happenings, Kind.WITHDRAWN, application).orElse(-1) > at) {
            return "WITHDRAWN since " + at;
        }
        return (latest(happenings, Kind.PASSWORD_CHANGED, application).orElse(-1) > at ? "INVALIDATED" : "ACTIVE")
                + " since " + at;
    }

    private static OptionalInt latest(List<Happening> happenings, Kind kind, Application application) {
        return happenings.stream()
                .filter(happening -> happening.kind() == kind && happening.concerns(application))
                .mapToInt(Happening::time)
                .max();
    }

    private static String state(World world, Application application) {
        Grant grant = world.service().grants.find(new GrantId(COMPANY, application));
        return switch (grant) {
            case Grant.Unopened unopened -> "nothing";
            case Active active ->
                "ACTIVE since " + seconds(active.facts().authorization().at());
            case Ended ended ->
                ended.end().state() + " since "
                        + seconds(ended.facts().authorization().at());
        };
    }

    /** Every revision once and in order, no id twice, and the last word is the state that is stored. */
    private static void assertToldWell(World world, String what) {
        for (Application application : APPLICATIONS) {
            GrantId id = new GrantId(COMPANY, application);
            var told = world.published().stream()
                    .filter(event -> event.event().grant().grantId().equals(id))
                    .toList();
            Set<String> ids = new HashSet<>();
            for (int i = 0; i < told.size(); i++) {
                assertThat(told.get(i).event().grant().revision()).as(what).isEqualTo(i + 1);
                assertThat(ids.add(told.get(i).id())).as(what).isTrue();
            }
            Grant grant = world.service().grants.find(id);
            assertThat(grant.revision()).as(what).isEqualTo(told.size());
            if (!told.isEmpty()) {
                var last = told.getLast().event().grant();
                assertThat(grant instanceof Active active ? active.status() : ((Ended) grant).status())
                        .as(what)
                        .isEqualTo(last);
            }
        }
    }

    private static Instant at(int seconds) {
        return TestService.START.plusSeconds(seconds);
    }

    private static long seconds(Instant time) {
        return time.getEpochSecond() - TestService.START.getEpochSecond();
    }
}
