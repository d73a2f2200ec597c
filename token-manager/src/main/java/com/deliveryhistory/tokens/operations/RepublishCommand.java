package com.deliveryhistory.tokens.operations;

import com.deliveryhistory.events.EventCodec;
import com.deliveryhistory.events.GrantEvent;
import com.deliveryhistory.services.commands.Answer;
import com.deliveryhistory.services.commands.Audit;
import com.deliveryhistory.services.commands.NotDone;
import com.deliveryhistory.tokens.grants.Grant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine.Command;

@Command(
        name = "republish",
        description =
                "Tells on grant.events.v1 once more what was last told of a grant, as of then and with its present public"
                        + " state, with a revision above all that was told, so that every reader takes it over."
                        + " Nothing follows from it where that is known.")
final class RepublishCommand extends OneGrantCommand {

    RepublishCommand(Supplier<Workplace> workplaces) {
        super(workplaces);
    }

    @Override
    protected Answer perform(Workplace workplace, Audit.Entry own) {
        Grant before = workplace.dossier(grant()).grant();
        Telling telling = new Telling(workplace);
        long told = telling.told(grant());
        GrantEvent event = workplace
                .grants()
                .change(
                        grant(),
                        grant -> grant.toldAgain(told, workplace.clock().instant()))
                .orElseThrow(() -> new NotDone(GrantViews.named(grant(), before) + ": there is no state to tell of"))
                .events()
                .getFirst()
                .event();
        boolean sent = telling.sent(grant());
        String type = event.getClass().getSimpleName();
        long revision = event.grant().revision();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("grant", grant().toString());
        json.put("type", EventCodec.typeOf(event.getClass()));
        json.put("revision", revision);
        json.put("sent", sent);
        String what = "%s tells its state once more: %s, revision %d".formatted(grant(), type, revision);
        return new Answer(
                List.of(
                        sent
                                ? what + ". Kafka has it"
                                : what + ". It is stored and not sent yet: it goes out as soon as Kafka takes it"),
                json,
                type + ", revision " + revision + (sent ? "" : ", not sent yet"),
                sent);
    }
}
