package com.deliveryhistory.odcs;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One call to UPS on a company's behalf, from the token to the answer. */
final class Visit {

    private static final Duration PAUSE = Duration.ofSeconds(30);

    /** What came of it. */
    sealed interface Outcome {

        record Records(int count) implements Outcome {}

        record Ended(String state, String reason) implements Outcome {}

        record Later(Duration after, String why) implements Outcome {}
    }

    private final TokenManager tokens;
    private final QuantumView ups;

    Visit(TokenManager tokens, QuantumView ups) {
        this.tokens = tokens;
        this.ups = ups;
    }

    /** Takes a token and makes the call; if UPS refuses the token, once more with a newer one. */
    Outcome of(String company) throws InterruptedException {
        Long refused = null;
        for (int attempt = 0; attempt < 2; attempt++) {
            switch (tokens.take(company, refused)) {
                case TokenManager.Answer.Token token -> {
                    Outcome outcome = call(token);
                    if (outcome != null) {
                        return outcome;
                    }
                    refused = token.generation();
                }
                case TokenManager.Answer.Ended ended -> {
                    return new Outcome.Ended(ended.state(), ended.reason());
                }
                case TokenManager.Answer.Later later -> {
                    return new Outcome.Later(later.after(), later.why());
                }
            }
        }
        return new Outcome.Later(PAUSE, "UPS refuses a token that was new");
    }

    /** {@code null}: UPS refused the token. */
    private @Nullable Outcome call(TokenManager.Answer.Token token) throws InterruptedException {
        return switch (ups.lastDay(token.value())) {
            case QuantumView.Answer.Records records -> new Outcome.Records(records.count());
            case QuantumView.Answer.Later later -> new Outcome.Later(PAUSE, later.why());
            case QuantumView.Answer.TokenRefused again -> null;
        };
    }
}
