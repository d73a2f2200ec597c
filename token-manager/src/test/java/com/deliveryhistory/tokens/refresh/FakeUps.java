package com.deliveryhistory.tokens.refresh;

import com.deliveryhistory.events.Application;
import com.deliveryhistory.events.sealing.TokenPair;
import com.deliveryhistory.tokens.refresh.Outcome.Refused;
import com.deliveryhistory.tokens.refresh.Outcome.Renewed;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** UPS in memory: refresh tokens are good once. */
public final class FakeUps implements UpsTokens {

    private final Set<String> good = new HashSet<>();
    private final List<String> tried = new ArrayList<>();
    private final Deque<UpsTokens> script = new ArrayDeque<>();
    private @Nullable UpsTokens always;
    private int issued;

    public synchronized TokenPair issue() {
        issued++;
        good.add("rt-" + issued);
        return new TokenPair("at-" + issued, "rt-" + issued);
    }

    synchronized void answerWith(UpsTokens... answers) {
        script.addAll(List.of(answers));
    }

    /** From now on, until told otherwise; {@code null}: as usual. */
    synchronized void answerAllWith(@Nullable UpsTokens answer) {
        always = answer;
    }

    public synchronized void forgetAll() {
        good.clear();
    }

    synchronized List<String> tried() {
        return List.copyOf(tried);
    }

    @Override
    public Outcome refresh(Application application, String refreshToken) {
        UpsTokens scripted = next(refreshToken);
        return scripted == null ? usual(refreshToken) : scripted.refresh(application, refreshToken);
    }

    private synchronized @Nullable UpsTokens next(String refreshToken) {
        tried.add(refreshToken);
        UpsTokens next = script.poll();
        return next == null ? always : next;
    }

    synchronized Outcome usual(String refreshToken) {
        if (!good.remove(refreshToken)) {
            return new Refused();
        }
        TokenPair pair = issue();
        return new Renewed(pair.accessToken(), pair.refreshToken(), Duration.ofHours(1), Duration.ofDays(60));
    }
}
