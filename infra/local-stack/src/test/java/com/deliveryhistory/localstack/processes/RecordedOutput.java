package com.deliveryhistory.localstack.processes;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps what it is told. */
final class RecordedOutput implements Output {

    final List<String> said = new CopyOnWriteArrayList<>();
    final List<String> logged = new CopyOnWriteArrayList<>();

    @Override
    public void say(String program, String text) {
        said.add(program + ": " + text);
    }

    @Override
    public void log(String program, String line) {
        logged.add(program + ": " + line);
    }
}
