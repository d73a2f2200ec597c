package com.deliveryhistory.tokens.refresh;

import static org.assertj.core.api.Assertions.assertThat;

import com.deliveryhistory.events.Application;
import com.deliveryhistory.events.CompanyId;
import com.deliveryhistory.events.GrantId;
import com.deliveryhistory.events.OptInEvent;
import com.deliveryhistory.events.OptInEvent.OptInGranted;
import com.deliveryhistory.events.OptInEvent.OptInWithdrawn;
import com.deliveryhistory.events.OptInEvent.PasswordChangeInvalidated;
import com.deliveryhistory.tokens.grants.Grant;
import com.deliveryhistory.tokens.grants.Grant.Active;
import com.deliveryhistory.tokens.refresh.Outcome.Unclear;
import com.deliveryhistory.tokens.refresh.Step.Arrival;
import com.deliveryhistory.tokens.refresh.Step.Crash;
import com.deliveryhistory.tokens.refresh.Step.DueRefreshes;
import com.deliveryhistory.tokens.refresh.Step.EventsSent;
import com.deliveryhistory.tokens.refresh.Step.Meanwhile;
import com.deliveryhistory.tokens.refresh.Step.NoticesOfExpiry;
import com.deliveryhistory.tokens.refresh.Step.OptIn;
import com.deliveryhistory.tokens.refresh.Step.Overtaken;
import com.deliveryhistory.tokens.refresh.Step.PasswordChange;
import com.deliveryhistory.tokens.refresh.Step.RefreshOnDemand;
import com.deliveryhistory.tokens.refresh.Step.TimePasses;
import com.deliveryhistory.tokens.refresh.Step.TokenHandedOut;
import com.deliveryhistory.tokens.refresh.Step.UpsClockAhead;
import com.deliveryhistory.tokens.refresh.Step.UpsFails;
import com.deliveryhistory.tokens.refresh.Step.Withdrawal;
import com.deliveryhistory.tokens.refresh.TestService.World;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/** Plays a sequence of steps on the real code over a real store, then lets everything come to rest and checks it. */
final class Rehearsal {

    static final CompanyId COMPANY = new CompanyId("acme");
    static final List<Application> APPLICATIONS = List.of(new Application("one"), new Application("two"));

    private final World world;
    private final ModelOfUps ups = new ModelOfUps();
    private final ModelOfGrants model = new ModelOfGrants(ups);
    private final List<Delivery> underWay = new ArrayList<>();
    private final Map<GrantId, Grant> seen = new HashMap<>();
    private Duration upsAhead = Duration.ZERO;
    private TestService service;
    private @Nullable Meanwhile meanwhile;
    private boolean overtakenNow;

    private record Delivery(String id, OptInEvent event) {}

    private Rehearsal(World world) {
        this.world = world;
        this.service = instance(CrashPlan.never());
    }

    /**
     * Plays the steps in a store that is emptied first.
     *
     * @throws AssertionError if something does not hold, while they are played or in the end
     */
    static void of(List<Step> steps, World emptied) {
        Rehearsal rehearsal = new Rehearsal(emptied.emptied());
        for (Step step : steps) {
            rehearsal.world.clock().advance(Duration.ofSeconds(1)); // so that no two things happen at the same time
            rehearsal.play(step);
            rehearsal.nothingWentBack();
        }
        rehearsal.comeToRest();
        rehearsal.model.check(rehearsal.world, rehearsal.service);
    }

    private void play(Step step) {
        overtakenNow = false;
        switch (step) {
            case Crash crash -> {
                service = instance(planOf(crash));
            }
            case Overtaken overtaken ->
                service = instance(CrashPlan.overtaken(overtaken.at(), () -> playAtOther(overtaken.by())));
            case UpsFails fails -> ups.failNext(fails.how());
            case UpsClockAhead ahead -> upsAhead = model.optIns() == 0 ? ahead.by() : upsAhead;
            case Meanwhile other -> meanwhile = other;
            default -> {
                try {
                    play(step, service);
                } catch (CrashPlan.Crash crash) {
                    service = instance(CrashPlan.never());
                    findAttemptsInDoubt();
                }
            }
        }
    }

    private void play(Step step, TestService at) {
        switch (step) {
            case OptIn optIn -> optIn(grantId(optIn.application()));
            case PasswordChange change -> passwordChange(change);
            case Withdrawal withdrawal -> withdraw(grantId(withdrawal.application()));
            case Arrival arrival -> arrive(arrival, at);
            case TimePasses passes -> world.clock().advance(passes.duration());
            case DueRefreshes due -> at.refreshDue();
            case RefreshOnDemand demand -> ifActive(demand.application(), at, at.refresher::refresh);
            case TokenHandedOut handed ->
                ifActive(
                        handed.application(), at, grant -> at.grants.handedOut(grant, now(), now().plusSeconds(3_000)));
            case EventsSent sent -> at.sendEvents();
            case NoticesOfExpiry notices -> at.tellOfExpiry();
            case Crash crash -> {}
            case UpsFails fails -> {}
            case UpsClockAhead ahead -> {}
            case Meanwhile other -> {}
            case Overtaken overtaken -> {}
        }
    }

    private void optIn(GrantId grant) {
        int optIn = model.optIns();
        String id = "opt-in-" + optIn;
        Instant issuedAt = now().plus(upsAhead);
        model.optedIn(grant, issuedAt);
        underWay.add(new Delivery(id, TestService.granted(grant, ups.issue(optIn), issuedAt, id)));
    }

    private void passwordChange(PasswordChange change) {
        ups.voidAll();
        if (change.reported()) {
            Application application = change.application() < 0 ? null : APPLICATIONS.get(change.application());
            model.passwordChanged(application, now());
            underWay.add(new Delivery(
                    "password-" + now(),
                    new PasswordChangeInvalidated(
                            COMPANY, application, now(), PasswordChangeInvalidated.Source.ADMIN, "admin")));
        }
    }

    private void withdraw(GrantId grant) {
        model.withdrawn(grant, now());
        underWay.add(new Delivery(
                "withdrawal-" + now(), new OptInWithdrawn(grant.company(), grant.application(), now(), "admin")));
    }

    private void arrive(Arrival arrival, TestService at) {
        if (underWay.isEmpty()) {
            return;
        }
        Delivery delivery = underWay.get(arrival.which() % underWay.size());
        switch (delivery.event()) {
            case OptInGranted granted -> at.optIns.open(delivery.id(), granted);
            case PasswordChangeInvalidated changed -> at.optIns.passwordChanged(delivery.id(), changed);
            case OptInWithdrawn withdrawn -> at.optIns.withdraw(delivery.id(), withdrawn);
        }
        if (!arrival.again()) {
            underWay.remove(delivery); // a crash comes before this: Kafka delivers again what was not committed
        }
    }

    private static void ifActive(int application, TestService at, Consumer<Active> action) {
        if (at.grants.find(grantId(application)) instanceof Active grant) {
            action.accept(grant);
        }
    }

    private TestService instance(CrashPlan crashes) {
        return world.service(crashes, this::callUps);
    }

    private Outcome callUps(Application application, String refreshToken) {
        if (!overtakenNow) { // no check helps against what happens between it and the call
            intentIsStored(application, refreshToken);
        }
        boolean early = meanwhile != null && meanwhile.beforeUpsWorks();
        if (early) {
            playMeanwhile();
        }
        Outcome outcome = ups.refresh(application, refreshToken);
        if (outcome instanceof Unclear) {
            inDoubt(refreshToken);
        }
        if (!early) {
            playMeanwhile();
        }
        return outcome;
    }

    private void inDoubt(String refreshToken) {
        model.inDoubt(refreshToken);
        ups.mayBeAskedAgain();
    }

    /** A crash leaves the intents of what was under way, and a lease that runs out lets another instance try. */
    private void findAttemptsInDoubt() {
        for (Document document : world.stored()) {
            if (document.containsKey("attempt")) {
                GrantId id = GrantId.parse(document.getString("_id"));
                inDoubt(service.tokens(id).refreshToken());
            }
        }
    }

    private void playMeanwhile() {
        if (meanwhile != null) {
            List<Step> steps = meanwhile.steps();
            meanwhile = null;
            playAtOther(steps);
        }
    }

    private void playAtOther(List<Step> steps) {
        overtakenNow = true;
        TestService other = instance(CrashPlan.never());
        for (Step step : steps) {
            world.clock().advance(Duration.ofSeconds(1));
            if (step instanceof Crash crash) {
                other = instance(planOf(crash));
            } else {
                if (step instanceof TimePasses) {
                    findAttemptsInDoubt();
                }
                try {
                    play(step, other);
                } catch (CrashPlan.Crash crash) {
                    findAttemptsInDoubt();
                }
            }
        }
    }

    private static CrashPlan planOf(Crash crash) {
        return crash.behind() ? CrashPlan.behind(crash.at()) : CrashPlan.inFrontOf(crash.at());
    }

    /** Rule 4: the intent is stored before the call. Rule 6: no call with a dead grant's token. */
    private void intentIsStored(Application application, String refreshToken) {
        Document document = world.database()
                .getCollection("grants")
                .find(new Document("_id", new GrantId(COMPANY, application).toString()))
                .first();
        assertThat(document).isNotNull();
        assertThat(document.getString("state")).isEqualTo("ACTIVE");
        assertThat(document.get("attempt", Document.class).getString("fingerprint"))
                .isEqualTo(Fingerprint.of(refreshToken));
    }

    /** No state is ever replaced by an older one. */
    private void nothingWentBack() {
        for (Grant grant : service.grants.ofCompany(COMPANY)) {
            Grant before = seen.put(grant.id(), grant);
            if (before != null) {
                assertThat(grant.generation()).isGreaterThanOrEqualTo(before.generation());
                assertThat(grant.revision()).isGreaterThanOrEqualTo(before.revision());
                assertThat(grant.version()).isGreaterThanOrEqualTo(before.version());
                assertThat(ModelOfGrants.authorizedAt(grant)).isAfterOrEqualTo(ModelOfGrants.authorizedAt(before));
            }
        }
    }

    /** What is under way arrives, UPS works, leases run out, everything due is done, and all events are sent. */
    private void comeToRest() {
        service = instance(CrashPlan.never());
        overtakenNow = false;
        meanwhile = null;
        ups.recover();
        while (!underWay.isEmpty()) {
            arrive(new Arrival(0, false), service);
        }
        for (int i = 0; i < 2; i++) {
            world.clock().advance(Duration.ofMinutes(7)); // longer than any lease and pause
            service.refreshDue();
        }
        service.tellOfExpiry();
        service.sendEvents();
        assertThat(service.grants.dueExcept(Set.of(), now(), 10))
                .as("still due")
                .isEmpty();
    }

    private Instant now() {
        return world.clock().instant();
    }

    private static GrantId grantId(int application) {
        return new GrantId(COMPANY, APPLICATIONS.get(application));
    }
}
