package com.deliveryhistory.testing;

import java.io.Serial;
import java.util.Set;
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
