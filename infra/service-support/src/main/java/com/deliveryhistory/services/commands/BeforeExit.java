package com.deliveryhistory.services.commands;

import java.util.function.Supplier;

/** Work that leaves something to be done before the process ends, also if it is told to end: by Ctrl-C or SIGTERM. */
public final class BeforeExit {

    private BeforeExit() {}

    /**
     * Works, and then does what is left. If the process is told to end meanwhile, it ends when that is done.
     *
     * @param rest what is left; may be done twice, by two threads at once
     */
    public static <T> T alsoDo(Runnable rest, Supplier<T> work) {
        Thread hook = new Thread(rest, "before-exit");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            return work.get();
        } finally {
            rest.run();
            remove(hook);
        }
    }

    private static void remove(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // the process is ending, and the hook is at work
        }
    }
}
