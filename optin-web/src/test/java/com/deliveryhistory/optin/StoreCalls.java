package com.deliveryhistory.optin;

import com.mongodb.event.CommandListener;
import com.mongodb.event.CommandStartedEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** What requests ask of the store, in order; what is done by the clock is left out. */
final class StoreCalls implements CommandListener {

    private final Queue<String> calls = new ConcurrentLinkedQueue<>();

    @Override
    public void commandStarted(CommandStartedEvent event) {
        if (Thread.currentThread().getName().startsWith("tomcat-handler")) {
            String name = event.getCommandName();
            calls.add(name + " "
                    + (event.getCommand().containsKey(name)
                                    && event.getCommand().get(name).isString()
                            ? event.getCommand().getString(name).getValue()
                            : ""));
        }
    }

    /** Those since it was asked last, as {@code find sessions}. */
    List<String> takeAll() {
        List<String> taken = new ArrayList<>();
        for (String call = calls.poll(); call != null; call = calls.poll()) {
            taken.add(call);
        }
        return taken;
    }
}
