package com.deliveryhistory.localstack;

import com.deliveryhistory.localstack.processes.StackFailure;
import com.deliveryhistory.localstack.settings.DataFolder;
import com.deliveryhistory.localstack.settings.Instance;
import com.deliveryhistory.localstack.settings.Part;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Unmatched;

/** The command line of {@code infra/run operate}: a service's own, with the settings of a stack that runs. */
@Command(
        name = "operate",
        description =
                "Runs an operator's command of token-manager, or of optin-web or history-worker if that is said first,"
                        + " against the stack that runs on the data folder: \"operate --help\", \"operate optin-web"
                        + " --help\" and \"operate history-worker --help\" list them.")
final class OperateCommand implements Callable<Integer> {

    private static final Map<String, Part> SERVICES = Map.of(
            "token-manager", Part.TOKEN_MANAGER, "optin-web", Part.OPTIN_WEB, "history-worker", Part.HISTORY_WORKER);

    @ParentCommand
    @Nullable
    RunCommand stack;

    @Option(names = "--data", paramLabel = "DIR", description = "The stack's data folder.")
    @Nullable
    Path data;

    @Unmatched
    List<String> command = new ArrayList<>();

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path given = data != null || stack == null ? data : stack.data;
        ProjectFolder project = ProjectFolder.find();
        Path folder = given == null ? project.root().resolve(".local-stack") : given;
        boolean named = !command.isEmpty() && SERVICES.containsKey(command.getFirst());
        Part service = SERVICES.getOrDefault(command.isEmpty() ? "" : command.getFirst(), Part.TOKEN_MANAGER);
        List<String> asked = named ? command.subList(1, command.size()) : command;
        Map<String, String> environment = DataFolder.environment(folder, Instance.first(service))
                .orElseThrow(() -> StackFailure.because(
                        "No stack has run on %s: start one with infra/run, or name its folder with --data"
                                .formatted(folder)));
        List<String> line = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        line.addAll(List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto"));
        line.add("--enable-native-access=ALL-UNNAMED");
        line.addAll(new BootJar(project.jar(service)).commandArguments());
        line.addAll(asked.isEmpty() ? List.of("--help") : asked);
        ProcessBuilder process = new ProcessBuilder(line).inheritIO();
        process.environment().putAll(environment);
        return process.start().waitFor();
    }
}
