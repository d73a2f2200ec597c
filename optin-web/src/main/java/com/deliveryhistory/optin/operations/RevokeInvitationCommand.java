package com.deliveryhistory.optin.operations;

import com.deliveryhistory.optin.accounts.EmailAddress;
import com.deliveryhistory.services.commands.Answer;
import com.deliveryhistory.services.commands.NotDone;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "revoke-invitation", description = "Takes an invitation back: its link is of no use any more.")
final class RevokeInvitationCommand extends OneCompanyCommand {

    @Parameters(index = "1", paramLabel = "MAIL", description = "The address that was invited.")
    @Nullable
    EmailAddress mail;

    RevokeInvitationCommand(Supplier<Workplace> workplaces) {
        super(workplaces);
    }

    @Override
    Answer perform(Workplace workplace, String operator) {
        EmailAddress address = Objects.requireNonNull(mail);
        workplace.requireCompany(company());
        if (!workplace.inviting().revokeByOperator(company(), operator, address)) {
            throw new NotDone(
                    "%s has no invitation of %s: \"people\" shows those that are open".formatted(company(), address));
        }
        return Answer.of(
                List.of("The invitation of %s to %s is revoked".formatted(address, company())),
                Map.of("company", company().value(), "mail", address.value()),
                "revoked");
    }
}
