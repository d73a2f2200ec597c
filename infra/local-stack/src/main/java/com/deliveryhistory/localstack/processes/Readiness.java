package com.deliveryhistory.localstack.processes;

import java.net.URI;

/** How a program shows that it can be used. */
public sealed interface Readiness {

    /** A line of its output contains this text. */
    record Says(String text) implements Readiness {}

    /** A GET of this address is answered with status 200. */
    record Answers(URI address) implements Readiness {}
}
