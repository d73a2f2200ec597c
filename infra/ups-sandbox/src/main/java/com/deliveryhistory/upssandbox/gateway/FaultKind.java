package com.deliveryhistory.upssandbox.gateway;

/** What can go wrong with a call. */
enum FaultKind {
    /** 429 with code 10429 and, as UPS does, without any rate header. */
    TOO_MANY_REQUESTS,
    /** A 5xx with code 10004. */
    SERVER_ERROR,
    /** The call is answered as always, but only after a delay. */
    SLOW,
    /** The call's work is done; then the connection closes without a byte of answer. */
    ANSWER_LOST,
    /** The answer is not what the interface promises: HTML, half a JSON document, noise, nothing. */
    GARBAGE,
    /** A redirect to the error page, as {@code authorize} answers during an outage of UPS.com. */
    ERROR_PAGE
}
