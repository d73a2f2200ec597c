package com.deliveryhistory.tokens.operations;

import com.deliveryhistory.events.EventCodec;
import com.deliveryhistory.services.commands.Answer;
import com.deliveryhistory.services.commands.Audit;
import com.deliveryhistory.services.commands.Text;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import picocli.CommandLine.Command;

@Command(
        name = "replay-dead-letters",
        description = "Hands the dead letters that wait to the service's own handler, once each, in order. What still"
                + " cannot be processed becomes a dead letter again.")
final class ReplayDeadLettersCommand extends OperatorCommand {

    ReplayDeadLettersCommand(Supplier<Workplace> workplaces) {
        super(workplaces);
    }

    @Override
    protected Answer perform(Workplace workplace, Audit.Entry own) {
        AtomicInteger applied = new AtomicInteger();
        AtomicInteger failedAgain = new AtomicInteger();
        workplace
                .deadLetterTopics()
                .replay(EventCodec.OPT_IN, workplace.replayed(), workplace.optIns()::apply, (letter, done) -> {
                    (done ? applied : failedAgain).incrementAndGet();
                    say("%d@%d %s %s: %s"
                            .formatted(
                                    letter.partition(),
                                    letter.offset(),
                                    Text.orNothing(letter.key()),
                                    Text.orNothing(letter.eventId()),
                                    done ? "processed" : "a dead letter again"));
                });
        String outcome = "%d processed, %d dead letters again".formatted(applied.get(), failedAgain.get());
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("processed", applied.get());
        json.put("deadAgain", failedAgain.get());
        return new Answer(List.of(outcome), json, outcome, failedAgain.get() == 0);
    }
}
