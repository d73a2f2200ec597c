package com.deliveryhistory.localstack.agent;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Java agent of every program of the stack. The program's standard input is a pipe from the stack's process: when that
 * is gone, however it ended, the pipe ends and so does the program. A terminal's Ctrl-C goes to all processes at once;
 * the agent makes the program leave it to the stack, which stops its parts in order.
 */
public final class ParentWatch {

    private static final long SHUTDOWN_PATIENCE_MILLIS = 15_000;

    private ParentWatch() {}

    /** Called by the JVM before the program's main method. */
    public static void premain(String arguments) {
        ignore("INT");
        ignore("HUP");
        Thread.ofPlatform().daemon().name("parent-watch").start(ParentWatch::endWithParent);
    }

    private static void endWithParent() {
        try {
            System.in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException broken) {
            // a broken pipe is as much an end as a closed one
        }
        Thread.ofPlatform().daemon().name("parent-watch-patience").start(() -> {
            try {
                Thread.sleep(SHUTDOWN_PATIENCE_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            Runtime.getRuntime().halt(1);
        });
        Runtime.getRuntime().exit(1);
    }

    /** By reflection: the class is supported by all JDKs, but the compiler warns of it and cannot be told not to. */
    private static void ignore(String name) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object ignoring = handler.getField("SIG_IGN").get(null);
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance(name), ignoring);
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
            // a platform without this signal has nothing to ignore
        }
    }
}
