package com.deliveryhistory.optin.authorization;

import java.io.IOException;
import java.io.Serial;

/**
 * UPS gave no usable tokens. An {@link IOException}, so that it passes through Spring's HTTP client unchanged as a
 * cause. Its message never quotes the answer.
 */
final class ExchangeFailed extends IOException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final OptInProblem problem;

    private ExchangeFailed(OptInProblem problem, String message) {
        super(message);
        this.problem = problem;
    }

    static ExchangeFailed status(OptInProblem problem, int status, String upsCode) {
        return new ExchangeFailed(problem, "UPS answered " + status + " with code " + upsCode);
    }

    static ExchangeFailed answer(OptInProblem problem, String why) {
        return new ExchangeFailed(problem, why);
    }

    OptInProblem problem() {
        return problem;
    }
}
