package com.deliveryhistory.history.collection;

import com.deliveryhistory.history.access.TokenAnswer;
import com.deliveryhistory.history.access.TokenAnswer.Granted;
import com.deliveryhistory.history.access.TokenAnswer.NotActive;
import com.deliveryhistory.history.access.TokenAnswer.TryLater;
import com.deliveryhistory.history.access.Tokens;
import com.deliveryhistory.history.pace.Pace;
import com.deliveryhistory.history.pace.Work;
import com.deliveryhistory.history.ups.UpsOutcome;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The calls to UPS that a turn makes with its grant's tokens. Each has to wait for the application's pace; then, right
 * before it begins, whether the grant is still active is looked up in the store, where every instance notes what it is
 * told. What was looked up is good for a moment only: whoever notes an end waits for longer than that, and then no call
 * begins any more. When UPS refuses a token, a newer one is asked for, once.
 */
final class TurnCalls {

    /** From before a look-up to the call that follows from it. */
    static final Duration LOOK_UP_GOOD_FOR = Duration.ofSeconds(1);

    private static final int MOST_LOOK_UPS = 5;

    private final StoredCollection leased;
    private final Work work;
    private final CollectionStore collections;
    private final Tokens tokens;
    private final Pace pace;
    private final BooleanSupplier stopping;
    private final long endAt;

    /** @param time after which the turn begins no further call */
    TurnCalls(
            Leased turn,
            CollectionStore collections,
            Tokens tokens,
            Pace pace,
            Duration time,
            BooleanSupplier stopping) {
        this.leased = turn.collection();
        this.work = turn.work();
        this.collections = collections;
        this.tokens = tokens;
        this.pace = pace;
        this.stopping = stopping;
        this.endAt = System.nanoTime() + time.toNanos();
    }

    /** A call's answer, or why there is none. */
    sealed interface Attempt<T> {

        record Answered<T>(T answer) implements Attempt<T> {}

        record Ended<T>(TurnEnd end) implements Attempt<T> {}
    }

    /**
     * Makes a call, unless it may not be made any more.
     *
     * @param tokenTaken the kind of answer with which UPS takes the token; any other is a refusal of it
     * @param call takes the value of the {@code Authorization} header
     */
    <A extends UpsOutcome, T extends A> Attempt<T> make(Class<T> tokenTaken, Function<String, A> call) {
        TokenAnswer first = tokens.token(leased.grant(), leased.revision());
        Attempt<A> attempt = with(first, call);
        if (first instanceof Granted granted
                && attempt instanceof Attempt.Answered<A> answered
                && !tokenTaken.isInstance(answered.answer())) {
            attempt = with(tokens.newerThan(granted.token(), leased.grant(), leased.revision()), call);
        }
        return switch (attempt) {
            case Attempt.Ended<A> ended -> new Attempt.Ended<>(ended.end());
            case Attempt.Answered<A> answered ->
                tokenTaken.isInstance(answered.answer())
                        ? new Attempt.Answered<>(tokenTaken.cast(answered.answer()))
                        : new Attempt.Ended<>(new TurnEnd.Later(
                                null, "UPS refuses the access token, the newest one too", Problem.TOKEN_REFUSED));
        };
    }

    private <T extends UpsOutcome> Attempt<T> with(TokenAnswer answer, Function<String, T> call) {
        return switch (answer) {
            case Granted granted -> inTurn(() -> call.apply(granted.token().authorization()));
            case NotActive ended -> new Attempt.Ended<>(TurnEnd.NotActive.because(ended));
            case TryLater later -> new Attempt.Ended<>(TurnEnd.Later.because(later));
        };
    }

    private <T extends UpsOutcome> Attempt<T> inTurn(Supplier<T> call) {
        Optional<Pace.Permit> permit = permit();
        if (permit.isEmpty()) {
            return new Attempt.Ended<>(new TurnEnd.OutOfTime());
        }
        try (Pace.Permit mine = permit.get()) {
            if (stopping.getAsBoolean() || !mayGoOn()) {
                return new Attempt.Ended<>(new TurnEnd.Stopped());
            }
            T outcome = call.get();
            mine.heard(outcome.strain());
            return new Attempt.Answered<>(outcome);
        }
    }

    private boolean mayGoOn() {
        for (int lookUp = 0; lookUp < MOST_LOOK_UPS; lookUp++) {
            long begun = System.nanoTime();
            if (!collections.mayGoOn(leased)) {
                return false;
            }
            if (System.nanoTime() - begun < LOOK_UP_GOOD_FOR.toNanos()) {
                return true;
            }
        }
        return false; // the store is too slow to rely on
    }

    private Optional<Pace.Permit> permit() {
        try {
            return pace.enter(work, Duration.ofNanos(endAt - System.nanoTime()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
