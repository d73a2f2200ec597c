package com.deliveryhistory.optin;

import com.deliveryhistory.testing.KillSwitch;
import com.deliveryhistory.testing.StoreCalls;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Stands between the application and its store for what one thread does; all others reach the store as ever. */
final class InterruptibleStore implements StoreCalls {

    private static final ThreadLocal<@Nullable StoreCalls> interrupting = new ThreadLocal<>();

    /** Works with another one standing in between. */
    <T> T with(StoreCalls calls, Supplier<T> work) {
        interrupting.set(calls);
        try {
            return work.get();
        } finally {
            interrupting.remove();
        }
    }

    @Override
    public @Nullable Object call(String method, Supplier<@Nullable Object> effect) {
        StoreCalls calls = interrupting.get();
        return calls == null ? effect.get() : calls.call(method, effect);
    }

    /** Has something happen right before a write of this number, from 0, by somebody else; counts them. */
    static final class BeforeWrite implements StoreCalls {

        private final int at;
        private final Runnable happens;
        private int writes;
        private boolean happening;

        BeforeWrite(int at, Runnable happens) {
            this.at = at;
            this.happens = happens;
        }

        @Override
        public @Nullable Object call(String method, Supplier<@Nullable Object> effect) {
            if (!happening && KillSwitch.WRITES.contains(method) && writes++ == at) {
                happening = true;
                happens.run();
                happening = false;
            }
            return effect.get();
        }
    }
}
