package com.deliveryhistory.localstack.demo;

import com.deliveryhistory.localstack.browser.StepFailed;
import java.io.PrintStream;
import java.net.URI;

/** Walks the story on a stack that has just been started with empty topics. */
public final class Demo {

    private Demo() {}

    /**
     * Walks all steps and prints each with its time and its events.
     *
     * @throws StepFailed at the first step that does not hold
     */
    public static void walk(URI optin, URI ups, String kafka, PrintStream out) {
        try (var events = new TopicTail(kafka);
                var walk = new Walk(optin, ups, events, new Narrator(out, events))) {
            walk.run();
        }
    }
}
