package com.deliveryhistory.localstack.demo;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code infra/run demo}. */
@Command(name = "demo", description = "Walks the whole story without a browser and shows the events of each step.")
public final class DemoCommand implements Callable<Integer> {

    @Override
    public Integer call() {
        return 0;
    }
}
