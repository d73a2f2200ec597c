package com.deliveryhistory.tokens.operations;

import com.deliveryhistory.services.commands.Answer;
import com.deliveryhistory.services.commands.Audit;
import com.deliveryhistory.tokens.custody.MasterKeyRotation;
import com.deliveryhistory.tokens.custody.MasterKeyRotation.Rewrapped;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "rewrap-keys",
        description =
                "Encrypts all data keys under the master key that is configured to be used. Tokens are not touched;"
                        + " the service goes on meanwhile. Cut off, it is done by running it again.")
final class RewrapKeysCommand extends OperatorCommand {

    @Option(
            names = "--all",
            description = "Those too that are under it already: for a key that its KMS has given a new version.")
    boolean all;

    RewrapKeysCommand(Supplier<Workplace> workplaces) {
        super(workplaces);
    }

    @Override
    protected Answer perform(Workplace workplace, Audit.Entry own) {
        MasterKeyRotation rotation = workplace.masterKeyRotation();
        Rewrapped rewrapped = all ? rotation.rewrapAll() : rotation.rewrap();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("masterKey", rewrapped.masterKey());
        json.put("rewrapped", rewrapped.rewrapped());
        json.put("current", rewrapped.current());
        json.put("failed", rewrapped.failed());
        String outcome = "%d data keys moved to %s, %d were there, %d failed"
                .formatted(rewrapped.rewrapped(), rewrapped.masterKey(), rewrapped.current(), rewrapped.failed());
        return new Answer(List.of(outcome), json, outcome, rewrapped.failed() == 0);
    }
}
