package com.deliveryhistory.systemtests;

import com.deliveryhistory.localstack.LocalStack;
import com.deliveryhistory.localstack.StackOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests the one local stack of the run, started when the first asks for it and stopped when all are done. Each
 * test class works with companies of its own.
 */
final class SharedStack implements ParameterResolver {

    /** A service that was killed starts again beside other stacks: on two cores that took up to a minute and a half. */
    static final Duration UNTIL_BACK = Duration.ofMinutes(4);

    private static final int COMPANIES = 13;

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
        return parameter.getParameter().getType() == LocalStack.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext test) {
        return test.getRoot()
                .getStore(ExtensionContext.Namespace.create(SharedStack.class))
                .computeIfAbsent(
                        "stack",
                        key -> LocalStack.start(StackOptions.temporary()
                                .withCompanies(COMPANIES)
                                .withTraces(traceFile())),
                        LocalStack.class);
    }

    private static Path traceFile() {
        try {
            Path file = Files.createTempFile("traces", ".jsonl");
            file.toFile().deleteOnExit();
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
