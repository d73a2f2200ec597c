package com.deliveryhistory.localstack.browser;

/** A step of the walk did not lead where it should; the message says what was expected and what was there. */
public final class StepFailed extends RuntimeException {

    public StepFailed(String message) {
        super(message);
    }
}
