package com.deliveryhistory.tokens.operations;

import com.deliveryhistory.events.EventCodec;
import com.deliveryhistory.events.GrantEvent;
import com.deliveryhistory.services.commands.Answer;
import com.deliveryhistory.services.commands.NotDone;
import com.deliveryhistory.tokens.grants.Change;
import com.deliveryhistory.tokens.grants.Grant;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import picocli.CommandLine.Command;

@Command(
        name = "republish",
        description =
                "Tells a grant's present public state on grant.events.v1 once more, with a revision above all that"
                        + " was told of it, so that every reader takes it over.")
final class RepublishCommand extends OneGrantCommand {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(200);

    RepublishCommand(Supplier<Workplace> workplaces) {
        super(workplaces);
    }

    @Override
    Answer perform(Workplace workplace, Audit.Entry own) {
        workplace.dossier(grant());
        // after the store was restored from a backup, readers may know more revisions than the store does
        long told = workplace
                .latestEvents()
                .of(EventCodec.GRANT, grant().toString())
                .map(event -> event.event().grant().revision())
                .orElse(0L);
        GrantEvent event = toldAgain(workplace, told);
        boolean sent = sent(workplace);
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

    private GrantEvent toldAgain(Workplace workplace, long told) {
        while (true) {
            Grant grant = workplace.grants().find(grant());
            Optional<Change> again = grant.toldAgain(told, workplace.clock().instant());
            if (again.isEmpty()) {
                throw new NotDone(GrantViews.named(grant(), grant) + ": there is no state to tell of");
            }
            if (workplace.grants().save(grant, again.get())) {
                return again.get().events().getFirst().event();
            }
        }
    }

    /** The relay here begins to send as soon as the event is stored; a service that runs may be quicker. */
    private boolean sent(Workplace workplace) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            if (workplace.dossier(grant()).outbox().isEmpty()) {
                return true;
            }
            try {
                Thread.sleep(LOOK_AGAIN);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return false;
    }
}
