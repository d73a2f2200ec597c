package com.deliveryhistory.tokens.refresh;

import static org.assertj.core.api.Assertions.assertThat;

import com.deliveryhistory.events.Application;
import com.deliveryhistory.events.sealing.TokenPair;
import com.deliveryhistory.tokens.refresh.Outcome.Refused;
import com.deliveryhistory.tokens.refresh.Outcome.Renewed;
import com.deliveryhistory.tokens.refresh.Outcome.TryLater;
import com.deliveryhistory.tokens.refresh.Outcome.Unclear;
import com.deliveryhistory.tokens.refresh.Step.Failure;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** UPS as the model sees it: which tokens are good, which opt-in each comes from, and what it answered. */
final class ModelOfUps implements UpsTokens {

    static final Duration LIFE = Duration.ofHours(1);
    static final Duration REFRESH_TOKEN_LIFE = Duration.ofDays(60);

    private final Deque<Failure> failures = new ArrayDeque<>();
    private final Map<String, Integer> optIns = new HashMap<>();
    private final Map<String, Integer> refusals = new HashMap<>();
    private final Set<String> good = new HashSet<>();
    private final Map<Integer, Set<String>> refused = new HashMap<>();
    private final Set<Integer> voidOptIns = new HashSet<>();
    private int issued;
    private int refusalsAllowed = 1;

    /** A first pair, for this opt-in. */
    TokenPair issue(int optIn) {
        issued++;
        String refreshToken = "rt-" + issued;
        good.add(refreshToken);
        optIns.put(refreshToken, optIn);
        return new TokenPair("at-" + issued, refreshToken);
    }

    /** The password was changed: no token from before is good any more. */
    void voidAll() {
        good.forEach(token -> voidOptIns.add(optIns.get(token)));
        good.clear();
    }

    /** An answer did not arrive: whoever asked may ask once more. */
    void mayBeAskedAgain() {
        refusalsAllowed++;
    }

    void failNext(Failure failure) {
        failures.add(failure);
    }

    void recover() {
        failures.clear();
    }

    boolean accepts(String refreshToken) {
        return good.contains(refreshToken);
    }

    int optInOf(String refreshToken) {
        return optIns.getOrDefault(refreshToken, -1);
    }

    /** The opt-in's refresh tokens to which UPS ever said "Invalid Refresh Token". */
    Set<String> refusedOf(int optIn) {
        return refused.getOrDefault(optIn, Set.of());
    }

    /** Whether a password change made this opt-in's tokens void. */
    boolean voided(int optIn) {
        return voidOptIns.contains(optIn);
    }

    @Override
    public Outcome refresh(Application application, String refreshToken) {
        Failure failure = failures.poll();
        if (failure == null) {
            return answer(refreshToken, null);
        }
        return switch (failure) {
            case TOO_MANY_REQUESTS -> new TryLater("429", Strain.THROTTLED, null);
            case CLIENT_REFUSED -> new TryLater("401", Strain.CLIENT_REFUSED, null);
            case SERVER_ERROR -> new Unclear("503", Strain.DOWN);
            case SERVER_ERROR_AFTER_ROTATION, ANSWER_LOST_AFTER_ROTATION -> {
                answer(refreshToken, null);
                yield new Unclear("lost", Strain.DOWN);
            }
            case NO_REFRESH_TOKEN_IN_ANSWER, NO_LIVES_IN_ANSWER, SHORT_LIFE_IN_ANSWER -> answer(refreshToken, failure);
        };
    }

    private Outcome answer(String refreshToken, @Nullable Failure oddity) {
        if (!good.contains(refreshToken)) {
            int times = refusals.merge(refreshToken, 1, Integer::sum);
            assertThat(times)
                    .as("a token that UPS refused is used again only if the refusal got lost")
                    .isLessThanOrEqualTo(refusalsAllowed);
            refused.computeIfAbsent(optInOf(refreshToken), optIn -> new HashSet<>())
                    .add(refreshToken);
            return new Refused();
        }
        if (oddity == Failure.NO_REFRESH_TOKEN_IN_ANSWER) {
            return new Renewed("at-same-" + issued, null, LIFE, null); // the old one stays good
        }
        good.remove(refreshToken);
        TokenPair pair = issue(optInOf(refreshToken));
        boolean silent = oddity == Failure.NO_LIVES_IN_ANSWER;
        Duration life = oddity == Failure.SHORT_LIFE_IN_ANSWER ? Duration.ofMillis(1) : LIFE;
        return new Renewed(
                pair.accessToken(), pair.refreshToken(), silent ? null : life, silent ? null : REFRESH_TOKEN_LIFE);
    }
}
