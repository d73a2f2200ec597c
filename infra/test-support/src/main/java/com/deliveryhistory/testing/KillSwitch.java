package com.deliveryhistory.testing;

import java.io.Serial;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Ends a process at one of its writes, before or after it took effect. Then nothing works for it any more. */
public final class KillSwitch implements StoreCalls {

    /** The methods of a collection that write. */
    public static final Set<String> WRITES = Set.of(
            "insertOne",
            "insertMany",
            "bulkWrite",
            "updateOne",
            "updateMany",
            "replaceOne",
            "deleteOne",
            "deleteMany",
            "findOneAndUpdate",
            "findOneAndDelete");

    private final int killAt;
    private final boolean afterEffect;
    private int writes;
    private boolean dead;

    /** @param killAt number of the write, from 0; negative: never */
    public KillSwitch(int killAt, boolean afterEffect) {
        this.killAt = killAt;
        this.afterEffect = afterEffect;
    }

    /** Lets a process live, and counts its writes. */
    public static KillSwitch never() {
        return new KillSwitch(-1, false);
    }

    /**
     * Has an act done whole, and then ends it at each of its writes, before and after that took effect.
     *
     * @param fewest so many writes the act has at least
     * @param prepare makes anew what the act is done to
     * @param act is done by a process that this ends
     * @param look what becomes of it, whole or not; is told how it ended
     * @throws AssertionError if the act has fewer writes, or is not ended by the end of its process
     */
    public static <T> void atEveryWrite(
            int fewest, Supplier<T> prepare, BiConsumer<KillSwitch, T> act, BiConsumer<String, T> look) {
        KillSwitch counting = never();
        T whole = prepare.get();
        act.accept(counting, whole);
        look.accept("not killed", whole);
        if (counting.writes() < fewest) {
            throw new AssertionError("There are only %d writes".formatted(counting.writes()));
        }
        for (int write = 0; write < counting.writes(); write++) {
            for (boolean afterEffect : new boolean[] {false, true}) {
                String how = "killed %s write %d".formatted(afterEffect ? "after" : "before", write);
                T each = prepare.get();
                if (!new KillSwitch(write, afterEffect).ends(act, each)) {
                    throw new AssertionError("Not " + how);
                }
                look.accept(how, each);
            }
        }
    }

    /** The same where there is nothing to hand on. */
    public static void atEveryWrite(int fewest, Runnable prepare, Consumer<KillSwitch> act, Consumer<String> look) {
        atEveryWrite(
                fewest,
                () -> {
                    prepare.run();
                    return "";
                },
                (kill, none) -> act.accept(kill),
                (how, none) -> look.accept(how));
    }

    private <T> boolean ends(BiConsumer<KillSwitch, T> act, T of) {
        try {
            act.accept(this, of);
            return false;
        } catch (Killed e) {
            return true;
        }
    }

    /** Not an exception: no handler sees it, as nobody sees a {@code kill -9}. */
    public static final class Killed extends Error {
        @Serial
        private static final long serialVersionUID = 1L;
    }

    public int writes() {
        return writes;
    }

    /** Makes a write of whatever kind, or dies of it. */
    public <T> @Nullable T write(Supplier<@Nullable T> effect) {
        boolean last = writes++ == killAt;
        if (last && !afterEffect) {
            dead = true;
        }
        alive();
        T result = effect.get();
        dead |= last;
        alive();
        return result;
    }

    @Override
    public @Nullable Object call(String method, Supplier<@Nullable Object> effect) {
        alive();
        return WRITES.contains(method) ? write(effect) : effect.get();
    }

    private void alive() {
        if (dead) {
            throw new Killed();
        }
    }
}
