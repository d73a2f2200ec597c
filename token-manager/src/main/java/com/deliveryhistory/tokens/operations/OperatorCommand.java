package com.deliveryhistory.tokens.operations;

import com.deliveryhistory.events.GrantId;
import com.deliveryhistory.services.commands.Answer;
import com.deliveryhistory.services.commands.ServiceCommand;
import com.mongodb.MongoException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** One command: noted in the audit before it does anything, and again when it is over. */
abstract class OperatorCommand extends ServiceCommand {

    private final Supplier<Workplace> workplaces;
    private @Nullable Workplace workplace;

    @Option(
            names = "--as",
            paramLabel = "NAME",
            description = "Who you are, for the audit. Default: the user and host that run this.")
    @Nullable
    String as;

    OperatorCommand(Supplier<Workplace> workplaces) {
        this.workplaces = workplaces;
    }

    @Override
    protected final void prepare() {
        workplace = workplaces.get();
    }

    private Workplace workplace() {
        return Objects.requireNonNull(workplace);
    }

    /**
     * Does it.
     *
     * @param own the audit's record of this very command
     * @throws NotDone if it cannot be done
     */
    abstract Answer perform(Workplace workplace, Audit.Entry own);

    /** The grant that it is about; {@code null}: no single one. */
    @Nullable
    GrantId grant() {
        return null;
    }

    /** The arguments as they stand in the audit, which is kept for ever. */
    List<String> audited(List<String> given) {
        return given;
    }

    @Override
    protected final Answer answer() {
        Workplace workplace = workplace();
        workplace.requireStore();
        Audit audit = workplace.audit();
        audit.createIndexes();
        List<String> given = commandLine().getParseResult() == null
                ? List.of()
                : commandLine().getParseResult().originalArgs();
        Audit.Entry entry = audit.begin(who(), commandLine().getCommandName(), audited(withoutName(given)), grant());
        try {
            Answer answer = perform(workplace, entry);
            audit.complete(entry, answer.outcome());
            return answer;
        } catch (RuntimeException e) {
            noteFailure(audit, entry, "failed: " + line(e));
            throw e;
        }
    }

    @Override
    protected final String line(RuntimeException problem) {
        return Problems.line(problem, workplace());
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
        String name = commandLine().getCommandName();
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
}
