package com.deliveryhistory.tokens.access;

import com.deliveryhistory.events.GrantId;
import com.deliveryhistory.tokens.access.Answer.Handed;
import com.deliveryhistory.tokens.access.Answer.NoGrant;
import com.deliveryhistory.tokens.access.Answer.NotActive;
import com.deliveryhistory.tokens.access.Answer.TooSoon;
import com.deliveryhistory.tokens.access.Answer.TryLater;
import com.deliveryhistory.tokens.custody.TokensUnreadable;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** Counts what came of requests for access tokens. Those that are refused before are in {@code http.server.requests}. */
final class CountedTokens implements TokenSource {

    private final TokenSource source;
    private final MeterRegistry registry;

    CountedTokens(TokenSource source, MeterRegistry registry) {
        this.source = source;
        this.registry = registry;
    }

    @Override
    public Answer take(GrantId grant, long refusedGeneration) {
        try {
            Answer answer = source.take(grant, refusedGeneration);
            count(nameOf(answer));
            return answer;
        } catch (TokensUnreadable e) {
            count("unreadable");
            throw e;
        } catch (RuntimeException e) {
            count("failed");
            throw e;
        }
    }

    private void count(String outcome) {
        Counter.builder("access.tokens")
                .description("Requests for access tokens by outcome")
                .tag("outcome", outcome)
                .register(registry)
                .increment();
    }

    private static String nameOf(Answer answer) {
        return switch (answer) {
            case Handed handed -> "handed-out";
            case NoGrant none -> "no-grant";
            case NotActive over -> "not-active";
            case TryLater later -> "try-later";
            case TooSoon again -> "too-soon";
        };
    }
}
