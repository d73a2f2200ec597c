package com.deliveryhistory.localstack.processes;

import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.CountDownLatch;

/** Says that it is ready and runs until it is told to end; or dies at once. */
final class FakeProgram {

    private FakeProgram() {}

    public static void main(String[] arguments) throws IOException {
        String mode = arguments[0];
        if (mode.equals("dies")) {
            System.out.println("cannot go on");
            System.exit(7);
        }
        if (mode.equals("stubborn")) {
            Runtime.getRuntime().addShutdownHook(new Thread(FakeProgram::never));
        }
        System.out.println("fake is ready, heard " + System.getenv("WORD"));
        System.in.transferTo(OutputStream.nullOutputStream());
    }

    private static void never() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
