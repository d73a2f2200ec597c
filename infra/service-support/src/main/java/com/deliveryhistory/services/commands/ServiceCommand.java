package com.deliveryhistory.services.commands;

import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** One command of a service: answers for people, or as JSON for machines; what went wrong is one line on stderr. */
@Command(usageHelpAutoWidth = true, sortOptions = false)
public abstract class ServiceCommand implements Callable<Integer> {

    /** What was asked for was not done; wrong usage gives picocli's 2. */
    public static final int NOT_DONE = 1;

    private static final JsonMapper JSON = JsonMapper.builder().build();

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

    /** Makes what the command works with. What fails here is wrong with what was given or with the configuration. */
    protected abstract void prepare();

    /**
     * Does it.
     *
     * @throws NotDone if it cannot be done
     */
    protected abstract Answer answer();

    /** What went wrong, as one line that says what to do. */
    protected abstract String line(RuntimeException problem);

    @Override
    public final Integer call() {
        CommandLine commandLine = commandLine();
        prepare();
        Answer answer;
        try {
            answer = answer();
        } catch (ParameterException e) {
            throw e;
        } catch (RuntimeException e) {
            commandLine.getErr().println(line(e));
            commandLine.getErr().flush();
            return NOT_DONE;
        }
        PrintWriter out = commandLine.getOut();
        if (json) {
            out.println(JSON.writerWithDefaultPrettyPrinter().writeValueAsString(answer.json()));
        } else {
            answer.lines().forEach(out::println);
        }
        out.flush();
        return answer.done() ? CommandLine.ExitCode.OK : NOT_DONE;
    }

    /** Says a line before all is done; silent if the answer is to be JSON. */
    protected final void say(String line) {
        if (!json) {
            commandLine().getOut().println(line);
            commandLine().getOut().flush();
        }
    }

    /** Takes a {@code --limit} from 1 on, and no more than the command can answer at once. */
    protected final void requireLimit(int limit, int most) {
        if (limit < 1 || limit > most) {
            throw wrongUsage("--limit takes a number from 1 to " + most);
        }
    }

    /** What was given cannot be meant. */
    protected final ParameterException wrongUsage(String why) {
        return new ParameterException(commandLine(), why);
    }

    /** The machine that it is done on. */
    protected static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "unknown-host";
        }
    }

    /** The command as picocli has it, with its name and what was given. */
    protected final CommandLine commandLine() {
        return Optional.ofNullable(spec).orElseThrow().commandLine();
    }
}
