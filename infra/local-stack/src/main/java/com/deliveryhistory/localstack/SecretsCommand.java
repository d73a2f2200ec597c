package com.deliveryhistory.localstack;

import com.deliveryhistory.localstack.settings.ContainerSecrets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command line of {@code infra/run secrets}. */
@Command(
        name = "secrets",
        description = "Makes keys, client secrets and accounts as a local stack has them, for services in containers: a"
                + " folder for each service below DIR. What is there stays.")
final class SecretsCommand implements Callable<Integer> {

    @Parameters(paramLabel = "DIR", description = "Where the services' folders are or are made.")
    @Nullable
    Path folder;

    @Option(names = "--companies", paramLabel = "N", description = "Add N companies, as infra/run does.")
    int companies;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    boolean help;

    @Override
    public Integer call() {
        ContainerSecrets.prepare(Optional.ofNullable(folder).orElseThrow(), companies);
        return 0;
    }
}
