package com.deliveryhistory.localstack;

import com.deliveryhistory.localstack.settings.ContainerSecrets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command line of {@code infra/run secrets}. */
@Command(
        name = "secrets",
        description = "Makes keys, client secrets and accounts as a local stack has them, for services in containers: a"
                + " folder for each service below DIR. Keys and secrets that are there stay; the lists of accounts are"
                + " written anew.")
final class SecretsCommand implements Callable<Integer> {

    @Parameters(paramLabel = "DIR", description = "Where the services' folders are or are made.")
    @Nullable
    Path folder;

    @Mixin
    CompaniesOption companies = new CompaniesOption();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    boolean help;

    @Override
    public Integer call() {
        ContainerSecrets.prepare(Optional.ofNullable(folder).orElseThrow(), companies.number());
        return 0;
    }
}
