package com.deliveryhistory.services.commands;

import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * One command that is noted in the {@link Audit} before it does anything, and again when it is over.
 *
 * @param <W> what it works with
 */
public abstract class AuditedCommand<W extends ServiceWorkplace> extends ServiceCommand {

    private final Supplier<W> workplaces;
    private @Nullable W workplace;

    @Option(
            names = "--as",
            paramLabel = "NAME",
            description = "Who you are, for the audit. Default: the user and host that run this.")
    @Nullable
    String as;

    protected AuditedCommand(Supplier<W> workplaces) {
        this.workplaces = workplaces;
    }

    @Override
    protected final void prepare() {
        workplace = workplaces.get();
    }

    protected final W workplace() {
        return Objects.requireNonNull(workplace);
    }

    /**
     * Does it.
     *
     * @param own the audit's record of this very command
     * @throws NotDone if it cannot be done
     */
    protected abstract Answer perform(W workplace, Audit.Entry own);

    /** What it is about; {@code null}: nothing in particular. */
    protected @Nullable String subject() {
        return null;
    }

    /** The arguments as they stand in the audit, which is kept for ever. */
    protected List<String> audited(List<String> given) {
        return given;
    }

    @Override
    protected final Answer answer() {
        W workplace = workplace();
        workplace.requireStore();
        List<String> given = commandLine().getParseResult() == null
                ? List.of()
                : commandLine().getParseResult().originalArgs();
        return workplace
                .part(Audit.class)
                .around(
                        who(),
                        commandLine().getCommandName(),
                        audited(withoutName(given)),
                        subject(),
                        entry -> perform(workplace, entry),
                        this::line);
    }

    @Override
    protected String line(RuntimeException problem) {
        return ProblemLine.of(problem, workplace());
    }

    /** The arguments that follow the command's name. */
    private List<String> withoutName(List<String> given) {
        String name = commandLine().getCommandName();
        int at = given.indexOf(name);
        return List.copyOf(given.subList(at + 1, given.size()));
    }

    private String who() {
        return as != null && !as.isBlank() ? as : System.getProperty("user.name") + "@" + host();
    }
}
