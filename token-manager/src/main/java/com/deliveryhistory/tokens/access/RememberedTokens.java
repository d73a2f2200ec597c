package com.deliveryhistory.tokens.access;

import com.deliveryhistory.events.GrantId;
import com.deliveryhistory.tokens.access.Answer.Handed;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Hands a token out again for a moment after it was, without looking into the store and opening it anew: a service that
 * works for a company asks often.
 *
 * <p>Nothing may work with a dead grant, so what has ended has to be forgotten:
 *
 * <ul>
 *   <li>If this instance ends or renews the grant, it is forgotten before whoever ended it goes on, and no answer that
 *       was read before can be remembered after.
 *   <li>If another instance does, a token is handed out for {@code access.remembered-for} at the longest, counted from a
 *       time before it was read. A caller that had asked so much earlier would have the same token, and holds on to it
 *       for longer than that: until the grant's event reaches it, or UPS refuses.
 *   <li>A caller that UPS refused, or that knows of a newer generation than it got, says so and is answered from the
 *       store.
 * </ul>
 *
 * A token that has no more than {@code access.minimum-life} left is not handed out from memory, and no other answer than
 * a token ever is. Whether the caller may have it was asked before.
 */
final class RememberedTokens implements TokenSource {

    private final TokenSource source;
    private final Duration minimumLife;
    private final Clock clock;
    private final Cache<GrantId, Slot> slots;

    /**
     * Remembers what this source hands out.
     *
     * @param ticker what {@code access.remembered-for} is measured by
     */
    RememberedTokens(TokenSource source, AccessSettings settings, Clock clock, Ticker ticker) {
        this.source = source;
        this.minimumLife = settings.minimumLife();
        this.clock = clock;
        this.slots = Caffeine.newBuilder()
                .maximumSize(settings.rememberedGrants())
                .expireAfterWrite(settings.rememberedFor())
                .ticker(ticker)
                .executor(Runnable::run)
                .build();
    }

    @Override
    public Answer take(GrantId grant, long refusedGeneration) {
        if (refusedGeneration > 0) {
            forget(grant);
            return source.take(grant, refusedGeneration);
        }
        Slot slot = slots.get(grant, none -> new Slot());
        Handed remembered = slot.handed;
        if (remembered != null && remembered.expiresAt().isAfter(clock.instant().plus(minimumLife))) {
            return remembered;
        }
        Answer answer = source.take(grant, refusedGeneration);
        if (answer instanceof Handed handed) {
            slot.handed = handed;
        }
        return answer;
    }

    /** Looks into the store the next time. */
    void forget(GrantId grant) {
        slots.invalidate(grant);
    }

    /**
     * Made before the store is asked, and thrown away by {@link #forget}: an answer that was read before that ends up in
     * a slot that nobody finds any more.
     */
    private static final class Slot {

        volatile @Nullable Handed handed;
    }
}
