package com.deliveryhistory.servers;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.function.BiFunction;

/**
 * The life of a server that is a process of its own: arguments {@code PORT FOLDER}; ends on SIGTERM, and when its
 * standard input ends, so that it never outlives the process that started it.
 */
public final class ServerProcess {

    /** Exit code. */
    public static final int CANNOT_START = 3;

    private ServerProcess() {}

    /**
     * Runs until the end of the standard input; does not return.
     *
     * @param name for messages
     */
    public static void run(String name, String[] arguments, BiFunction<Path, Integer, ? extends AutoCloseable> start) {
        if (arguments.length != 2 || !arguments[0].matches("\\d{1,5}")) {
            fail("Usage: " + name + " PORT FOLDER");
        }
        AutoCloseable server = null;
        try {
            server = start.apply(Path.of(arguments[1]), Integer.valueOf(arguments[0]));
        } catch (PortTaken taken) {
            fail(String.valueOf(taken.getMessage()));
        } catch (RuntimeException broken) {
            fail(name + " could not start: " + broken);
        }
        if (server == null) {
            return;
        }
        closeAtTheEnd(name, server);
        System.out.println(name + " ready on port " + arguments[0]);
        awaitEndOfInput();
        Runtime.getRuntime().exit(0);
    }

    private static void closeAtTheEnd(String name, AutoCloseable server) {
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            try {
                                server.close();
                            } catch (Exception e) {
                                System.err.println(name + " did not close cleanly: " + e);
                            }
                        },
                        "close-" + name));
    }

    private static void awaitEndOfInput() {
        var ended = new CountDownLatch(1);
        Thread.ofPlatform().daemon().name("parent-watch").start(() -> {
            try {
                System.in.transferTo(OutputStream.nullOutputStream());
            } catch (IOException closed) {
                // the same as its end
            } finally {
                ended.countDown();
            }
        });
        try {
            ended.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void fail(String line) {
        System.err.println(line);
        Runtime.getRuntime().halt(CANNOT_START);
    }
}
