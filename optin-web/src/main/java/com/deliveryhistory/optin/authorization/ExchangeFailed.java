package com.deliveryhistory.optin.authorization;

import java.io.IOException;
import java.io.Serial;

/**
 * UPS gave no usable tokens. An {@link IOException}, so that it passes through Spring's HTTP client unchanged as a
 * cause. Its message quotes no more of the answer than UPS's code and plain words.
 */
final class ExchangeFailed extends IOException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final OptInProblem problem;

    private ExchangeFailed(OptInProblem problem, String message) {
        super(message);
        this.problem = problem;
    }

    /** @param words UPS's own for its code, which alone tell its many 10400 apart; empty if there are none to quote */
    static ExchangeFailed status(OptInProblem problem, int status, String upsCode, String words) {
        String said = words.isEmpty() ? "" : " (" + words + ")";
        return new ExchangeFailed(problem, "UPS answered " + status + " with code " + upsCode + said);
    }

    static ExchangeFailed answer(OptInProblem problem, String why) {
        return new ExchangeFailed(problem, why);
    }

    OptInProblem problem() {
        return problem;
    }
}
