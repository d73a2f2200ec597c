package com.deliveryhistory.localstack;

import com.deliveryhistory.localstack.browser.StepFailed;
import com.deliveryhistory.localstack.demo.Demo;
import com.deliveryhistory.localstack.processes.Console;
import com.deliveryhistory.localstack.processes.StackFailure;
import com.deliveryhistory.localstack.settings.Part;
import java.io.PrintStream;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command line of {@code infra/run demo}. */
@Command(
        name = "demo",
        description = "Walks the whole story without a browser, on a stack of its own on free ports with data that goes"
                + " afterwards, and shows the Kafka events of each step.")
final class DemoCommand implements Callable<Integer> {

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    boolean help;

    @Override
    public Integer call() {
        PrintStream out = System.out;
        var console = new Console(out, false);
        try (var stack = LocalStack.start(StackOptions.temporary().withOutput(console))) {
            out.println();
            walk(stack, out);
            out.println();
        }
        out.println("Every step held.");
        return 0;
    }

    private static void walk(LocalStack stack, PrintStream out) {
        try {
            Demo.walk(stack.url(Part.OPTIN_WEB), stack.url(Part.UPS_SANDBOX), stack.kafka(), out);
        } catch (StepFailed e) {
            stack.keepData();
            throw StackFailure.because("%s (logs: %s)".formatted(e.getMessage(), stack.logs()));
        }
    }
}
