package com.deliveryhistory.tokens.operations;

import com.deliveryhistory.events.GrantId;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Parameters;

/** A command that is about one grant, which its only argument names. */
abstract class OneGrantCommand extends OperatorCommand {

    @Parameters(paramLabel = "COMPANY/APPLICATION", description = "The grant.")
    @Nullable
    GrantId id;

    OneGrantCommand(Supplier<Workplace> workplaces) {
        super(workplaces);
    }

    final GrantId grant() {
        return Objects.requireNonNull(id);
    }

    @Override
    protected final String subject() {
        return grant().toString();
    }
}
