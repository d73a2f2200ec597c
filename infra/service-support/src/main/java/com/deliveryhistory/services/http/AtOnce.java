package com.deliveryhistory.services.http;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Keeps one of many, a person or a company, from having all of what this instance can do at the same time. */
public final class AtOnce {

    private final int most;
    private final Map<String, Integer> underWay = new ConcurrentHashMap<>();

    /**
     * The same for each.
     *
     * @param most how much each may have under way
     */
    public AtOnce(int most) {
        this.most = most;
    }

    /** Begins something, which is to be {@link #ended}; false: it has as much under way as it may, and nothing has begun. */
    public boolean begins(String whose) {
        boolean[] begun = {false};
        underWay.compute(whose, (key, before) -> {
            int many = before == null ? 0 : before;
            begun[0] = many < most;
            return begun[0] ? Integer.valueOf(many + 1) : before;
        });
        return begun[0];
    }

    /** Ends something that has begun. */
    public void ended(String whose) {
        underWay.compute(whose, (key, before) -> oneLess(before));
    }

    private static @Nullable Integer oneLess(@Nullable Integer before) {
        return before == null || before <= 1 ? null : before - 1;
    }
}
