package com.deliveryhistory.optin.erasing;

import com.deliveryhistory.events.CompanyId;
import com.deliveryhistory.optin.accounts.Accounts;
import com.deliveryhistory.optin.accounts.Erasures;
import com.deliveryhistory.optin.accounts.Erasures.Stage;
import com.deliveryhistory.optin.storage.OfCompanies;
import com.deliveryhistory.optin.storage.Person;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.ObjLongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Erases companies that are customers no more. The first write closes the company: nobody is let in, and nothing that is
 * announced from then on goes to Kafka. If an opt-in turns up that was announced before, the company is opened again. Only
 * then it is noted that the company does not come back, and all of it is deleted, people one by one. The last write leaves of
 * the company's document nothing but that it was erased.
 *
 * <p>Whatever is cut off is completed by doing it again; several may do it at a time. The service does so by itself a while
 * later, and a day later looks once more for what a request or an instance put back that had begun before.
 */
@Component
public class ErasingCompanies {

    /** Longer than anything that had begun before has something in its hand. */
    static final Duration LOOK_AGAIN_AFTER = Duration.ofDays(1);

    /** How long the service leaves a company alone that somebody else erases. */
    static final Duration PATIENCE = Duration.ofMinutes(10);

    private static final Logger log = LoggerFactory.getLogger(ErasingCompanies.class);

    private static final int TRIES = 10;
    private static final int PEOPLE_AT_ONCE = 100;

    private final Erasures erasures;
    private final Hindrances hindrances;
    private final Accounts accounts;
    private final Belongings belongings;
    private final List<OfCompanies> ofCompanies;
    private final Clock clock;

    ErasingCompanies(
            Erasures erasures,
            Hindrances hindrances,
            Accounts accounts,
            Belongings belongings,
            List<OfCompanies> ofCompanies,
            Clock clock) {
        this.erasures = erasures;
        this.hindrances = hindrances;
        this.accounts = accounts;
        this.belongings = belongings;
        this.ofCompanies = ofCompanies.stream()
                .sorted(Comparator.comparing(OfCompanies::what))
                .toList();
        this.clock = clock;
    }

    /** What came of erasing. */
    public sealed interface Outcome {

        /** Nothing is left. */
        record Erased(Instant at) implements Outcome {}

        /** Nothing was deleted, and the company is open. */
        record Hindered(Hindrance by) implements Outcome {}

        /** There is no such company, and never was. */
        record NotThere() implements Outcome {}

        /** Others opened it meanwhile, or opened and closed it all the time. */
        record Disturbed() implements Outcome {}
    }

    /**
     * Erases a company. Can be done again at any time, also after it was killed.
     *
     * @param evenUnanswered also while an opt-in that Kafka has is not answered by token-manager
     * @param deleted is told how many were deleted of each kind, as soon as none is left
     */
    public Outcome erase(CompanyId company, boolean evenUnanswered, ObjLongConsumer<String> deleted) {
        return erase(company, true, evenUnanswered, deleted);
    }

    private Outcome erase(
            CompanyId company, boolean evenOpen, boolean evenUnanswered, ObjLongConsumer<String> deleted) {
        for (int i = 0; i < TRIES; i++) {
            switch (erasures.stageOf(company)) {
                case Stage.NotThere none -> {
                    return new Outcome.NotThere();
                }
                case Stage.Open open -> {
                    if (!evenOpen) {
                        return new Outcome.Disturbed();
                    }
                    Optional<Hindrance> hindrance = hindrances.ofCompany(company, evenUnanswered);
                    if (hindrance.isPresent()) {
                        return new Outcome.Hindered(hindrance.get());
                    }
                    erasures.close(company, clock.instant().plus(PATIENCE));
                }
                case Stage.Closed closed -> {
                    Optional<Hindrance> hindrance = hindrances.ofCompany(company, evenUnanswered);
                    if (hindrance.isEmpty()) {
                        erasures.begin(company, closed.closing(), hindrances.after(company, clock.instant()));
                    } else if (erasures.reopen(company, closed.closing())) {
                        return new Outcome.Hindered(hindrance.get());
                    }
                }
                case Stage.Begun begun -> {
                    delete(company, deleted);
                    erasures.end(company, clock.instant().plus(LOOK_AGAIN_AFTER));
                    return new Outcome.Erased(begun.at());
                }
                case Stage.Erased erased -> {
                    delete(company, deleted);
                    return new Outcome.Erased(erased.at());
                }
            }
        }
        return new Outcome.Disturbed();
    }

    private void delete(CompanyId company, ObjLongConsumer<String> deleted) {
        deleted.accept("users", deletePeople(company));
        for (OfCompanies store : ofCompanies) {
            long count = 0;
            int found = 1;
            while (found > 0 && isGone(company)) {
                found = store.eraseSome(company);
                count += found;
            }
            deleted.accept(store.what(), count);
        }
    }

    private long deletePeople(CompanyId company) {
        long count = 0;
        List<Person> people = accounts.toErase(company, PEOPLE_AT_ONCE);
        while (!people.isEmpty()) {
            for (Person person : people) {
                if (!isGone(company)) {
                    return count;
                }
                belongings.erase(person);
                accounts.remove(person);
                count++;
            }
            people = accounts.toErase(company, PEOPLE_AT_ONCE);
        }
        return count;
    }

    /** Asked before each step: who stood still for a day may meet another company with the same id. */
    private boolean isGone(CompanyId company) {
        return erasures.of(company.value()).isGone();
    }

    /** Completes what was cut off, and looks once more a day later. */
    @Scheduled(fixedDelayString = "PT5M", initialDelayString = "PT5M")
    void goOn() {
        Instant now = clock.instant();
        for (CompanyId company : erasures.due(now)) {
            if (erasures.take(company, now, now.plus(PATIENCE))) {
                goOn(company);
            }
        }
    }

    /** Leaves a company alone that is open by now: only operators close one. */
    private void goOn(CompanyId company) {
        boolean again = erasures.stageOf(company) instanceof Stage.Erased;
        Outcome outcome = erase(company, false, false, (what, count) -> {
            if (count > 0) {
                log.info("{}: {} {} erased", company, count, what);
            }
        });
        if (again) {
            erasures.lookedAgain(company);
        }
        log.info("The erasing of {} was gone on with: {}", company, outcome);
    }
}
