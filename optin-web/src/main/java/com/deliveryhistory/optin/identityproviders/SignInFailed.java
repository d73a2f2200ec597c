package com.deliveryhistory.optin.identityproviders;

/** A sign-in by an identity provider that came to nothing. */
final class SignInFailed extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final SignInProblem problem;

    SignInFailed(SignInProblem problem, String why) {
        super(why);
        this.problem = problem;
    }

    SignInProblem problem() {
        return problem;
    }
}
