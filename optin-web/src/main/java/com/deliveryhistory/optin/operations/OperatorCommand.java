package com.deliveryhistory.optin.operations;

import com.deliveryhistory.events.CompanyId;
import com.deliveryhistory.optin.securitylog.SecurityLog;
import com.deliveryhistory.services.commands.Answer;
import com.deliveryhistory.services.commands.ProblemLine;
import com.deliveryhistory.services.commands.ServiceCommand;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** One command: in the security log before it does anything, and again when it is over. */
abstract class OperatorCommand extends ServiceCommand {

    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{M}\\p{N} ._@+-]{0,63}");

    private final Supplier<Workplace> workplaces;
    private @Nullable Workplace workplace;
    private String operator = "";

    @Option(
            names = "--as",
            paramLabel = "NAME",
            description = "Who you are, for the activity log and for mails. Default: the user that runs this.")
    @Nullable
    String as;

    OperatorCommand(Supplier<Workplace> workplaces) {
        this.workplaces = workplaces;
    }

    @Override
    protected final void prepare() {
        operator = operator();
        workplace = workplaces.get();
    }

    private Workplace workplace() {
        return Objects.requireNonNull(workplace);
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
    protected final Answer answer() {
        Workplace workplace = workplace();
        workplace.requireStore();
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

    @Override
    protected final String line(RuntimeException problem) {
        return ProblemLine.of(problem, workplace());
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

    private String operator() {
        if (as == null) {
            return System.getProperty("user.name");
        }
        if (!NAME.matcher(as).matches()) {
            throw wrongUsage("--as takes a name: letters, digits, blanks and . _ @ + -, 64 at most");
        }
        return as;
    }
}
