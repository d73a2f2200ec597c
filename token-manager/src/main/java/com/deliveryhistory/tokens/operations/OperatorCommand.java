package com.deliveryhistory.tokens.operations;

import com.deliveryhistory.events.GrantId;
import com.deliveryhistory.services.commands.Answer;
import com.mongodb.MongoException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** One command: noted in the audit before it does anything, and again when it is over. */
@Command(usageHelpAutoWidth = true, sortOptions = false)
abstract class OperatorCommand implements Callable<Integer> {

    /** What was asked for was not done; wrong usage gives picocli's 2. */
    static final int NOT_DONE = 1;

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Supplier<Workplace> workplaces;

    @Spec
    @Nullable
    CommandSpec spec;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    boolean help;

    @Option(names = "--json", description = "Answer as JSON.")
    boolean json;

    @Option(
            names = "--as",
            paramLabel = "NAME",
            description = "Who you are, for the audit. Default: the user and host that run this.")
    @Nullable
    String as;

    OperatorCommand(Supplier<Workplace> workplaces) {
        this.workplaces = workplaces;
    }

    /**
     * Does it.
     *
     * @param own the audit's record of this very command
     * @param progress takes lines that are said before all is done; silent if the answer is to be JSON
     * @throws NotDone if it cannot be done
     */
    abstract Answer perform(Workplace workplace, Audit.Entry own, Progress progress);

    /** The grant that it is about; {@code null}: no single one. */
    @Nullable
    GrantId grant() {
        return null;
    }

    @Override
    public Integer call() {
        CommandLine commandLine = Optional.ofNullable(spec).orElseThrow().commandLine();
        PrintWriter out = commandLine.getOut();
        Workplace workplace = workplaces.get();
        Answer answer;
        try {
            workplace.requireStore();
            answer = audited(workplace, commandLine, line -> {
                if (!json) {
                    out.println(line);
                    out.flush();
                }
            });
        } catch (RuntimeException e) {
            commandLine.getErr().println(Problems.line(e, workplace));
            commandLine.getErr().flush();
            return NOT_DONE;
        }
        if (json) {
            out.println(JSON.writerWithDefaultPrettyPrinter().writeValueAsString(answer.json()));
        } else {
            answer.lines().forEach(out::println);
        }
        out.flush();
        return answer.done() ? CommandLine.ExitCode.OK : NOT_DONE;
    }

    private Answer audited(Workplace workplace, CommandLine commandLine, Progress progress) {
        Audit audit = workplace.audit();
        audit.createIndexes();
        List<String> given = commandLine.getParseResult() == null
                ? List.of()
                : commandLine.getParseResult().originalArgs();
        Audit.Entry entry = audit.begin(who(), commandLine.getCommandName(), withoutName(given), grant());
        try {
            Answer answer = perform(workplace, entry, progress);
            audit.complete(entry, answer.outcome());
            return answer;
        } catch (RuntimeException e) {
            noteFailure(audit, entry, "failed: " + Problems.line(e, workplace));
            throw e;
        }
    }

    private static void noteFailure(Audit audit, Audit.Entry entry, String failure) {
        try {
            audit.complete(entry, failure);
        } catch (MongoException e) {
            // the record stays without an outcome, which says as much
        }
    }

    /** The arguments that follow the command's name. */
    private List<String> withoutName(List<String> given) {
        String name = Optional.ofNullable(spec).orElseThrow().name();
        int at = given.indexOf(name);
        return List.copyOf(given.subList(at + 1, given.size()));
    }

    private String who() {
        if (as != null && !as.isBlank()) {
            return as;
        }
        try {
            return System.getProperty("user.name") + "@"
                    + InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return System.getProperty("user.name") + "@unknown-host";
        }
    }

    /** Takes lines that are said before all is done. */
    @FunctionalInterface
    interface Progress {
        void say(String line);
    }
}
