package com.deliveryhistory.history.collection;

import com.deliveryhistory.history.access.TokenAnswer;
import com.deliveryhistory.history.access.TokenAnswer.Granted;
import com.deliveryhistory.history.access.TokenAnswer.NotActive;
import com.deliveryhistory.history.access.TokenAnswer.TryLater;
import com.deliveryhistory.history.access.Tokens;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The calls to UPS that a turn makes with its grant's tokens. Looks before each whether it still may, and asks once for a
 * newer token when UPS refuses one.
 */
final class TurnCalls {

    private final StoredCollection leased;
    private final CollectionStore collections;
    private final Tokens tokens;
    private final BooleanSupplier stopping;

    TurnCalls(StoredCollection leased, CollectionStore collections, Tokens tokens, BooleanSupplier stopping) {
        this.leased = leased;
        this.collections = collections;
        this.tokens = tokens;
        this.stopping = stopping;
    }

    /** A call's answer, or why there is none. */
    sealed interface Attempt<T> {

        record Answered<T>(T answer) implements Attempt<T> {}

        record Ended<T>(TurnEnd end) implements Attempt<T> {}
    }

    /**
     * Makes a call, unless it may not be made any more.
     *
     * @param call takes the value of the {@code Authorization} header
     * @param refused whether an answer says that UPS does not take the token; such an answer is never returned
     */
    <T> Attempt<T> make(Function<String, T> call, Predicate<T> refused) {
        TokenAnswer first = tokens.token(leased.grant(), leased.revision());
        Attempt<T> attempt = with(first, call);
        if (first instanceof Granted granted && isRefused(attempt, refused)) {
            attempt = with(tokens.newerThan(granted.token(), leased.grant(), leased.revision()), call);
        }
        return isRefused(attempt, refused)
                ? new Attempt.Ended<>(new TurnEnd.Later(null, "UPS refuses the access token, the newest one too"))
                : attempt;
    }

    private <T> Attempt<T> with(TokenAnswer answer, Function<String, T> call) {
        return switch (answer) {
            case Granted granted ->
                mayGoOn()
                        ? new Attempt.Answered<>(call.apply(granted.token().authorization()))
                        : new Attempt.Ended<>(new TurnEnd.Stopped());
            case NotActive ended ->
                new Attempt.Ended<>(new TurnEnd.NotActive(Objects.requireNonNullElse(ended.reason(), ended.state())));
            case TryLater later -> new Attempt.Ended<>(new TurnEnd.Later(later.after(), later.reason()));
        };
    }

    private boolean mayGoOn() {
        return !stopping.getAsBoolean() && collections.mayGoOn(leased);
    }

    private static <T> boolean isRefused(Attempt<T> attempt, Predicate<T> refused) {
        return attempt instanceof Attempt.Answered<T> answered && refused.test(answered.answer());
    }
}
