package com.deliveryhistory.optin.operations;

import com.deliveryhistory.events.CompanyId;
import com.deliveryhistory.optin.securitylog.SecurityLog;
import com.deliveryhistory.services.commands.Answer;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** One command: in the security log before it does anything, and again when it is over. */
@Command(usageHelpAutoWidth = true, sortOptions = false)
abstract class OperatorCommand implements Callable<Integer> {

    /** What was asked for was not done; wrong usage gives picocli's 2. */
    static final int NOT_DONE = 1;

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{M}\\p{N} ._@+-]{0,63}");

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
            description = "Who you are, for the activity log and for mails. Default: the user that runs this.")
    @Nullable
    String as;

    OperatorCommand(Supplier<Workplace> workplaces) {
        this.workplaces = workplaces;
    }

    /**
     * Does it.
     *
     * @param operator who does it
     * @throws com.deliveryhistory.services.commands.NotDone if it cannot be done
     */
    abstract Answer perform(Workplace workplace, String operator);

    /** The company that it is about; {@code null}: all of them. */
    @Nullable
    CompanyId company() {
        return null;
    }

    /** Sign-in name of the person that it is about; empty: nobody. */
    String person() {
        return "";
    }

    @Override
    public Integer call() {
        CommandLine commandLine = commandLine();
        String operator = operator();
        Workplace workplace = workplaces.get();
        Answer answer;
        try {
            workplace.requireStore();
            answer = recorded(workplace, operator);
        } catch (ParameterException e) {
            throw e;
        } catch (RuntimeException e) {
            commandLine.getErr().println(Problems.line(e, workplace));
            commandLine.getErr().flush();
            return NOT_DONE;
        }
        if (json) {
            commandLine.getOut().println(JSON.writerWithDefaultPrettyPrinter().writeValueAsString(answer.json()));
        } else {
            answer.lines().forEach(commandLine.getOut()::println);
        }
        commandLine.getOut().flush();
        return answer.done() ? CommandLine.ExitCode.OK : NOT_DONE;
    }

    /** What was given cannot be meant. */
    ParameterException wrongUsage(String why) {
        return new ParameterException(commandLine(), why);
    }

    private Answer recorded(Workplace workplace, String operator) {
        record(workplace, SecurityLog.Kind.OPERATOR_BEGAN, operator, "");
        String outcome = "not done";
        try {
            Answer answer = perform(workplace, operator);
            outcome = answer.outcome();
            return answer;
        } finally {
            record(workplace, SecurityLog.Kind.OPERATOR_ENDED, operator, outcome);
        }
    }

    private void record(Workplace workplace, SecurityLog.Kind kind, String operator, String outcome) {
        CompanyId company = company();
        workplace
                .securityLog()
                .record(
                        kind,
                        operator,
                        "host",
                        host(),
                        "command",
                        commandLine().getCommandName(),
                        "company",
                        company == null ? "" : company.value(),
                        "about",
                        person(),
                        "outcome",
                        outcome);
    }

    private CommandLine commandLine() {
        return Optional.ofNullable(spec).orElseThrow().commandLine();
    }

    private String operator() {
        if (as == null) {
            return System.getProperty("user.name");
        }
        if (!NAME.matcher(as).matches()) {
            throw wrongUsage("--as takes a name: letters, digits, blanks and . _ @ + -, 64 at most");
        }
        return as;
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "unknown";
        }
    }
}
