package com.deliveryhistory.optin.erasing;

import com.deliveryhistory.events.Application;
import com.deliveryhistory.events.CompanyId;
import com.deliveryhistory.optin.announcements.Announcement;
import com.deliveryhistory.optin.announcements.Announcements;
import com.deliveryhistory.optin.grants.Grants;
import com.deliveryhistory.optin.grants.KnownGrant;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Looks for opt-ins: a company that has one, or may have one soon, is not erased; nor is anybody of it while one is on its way
 * that may name the person.
 */
@Component
class Hindrances {

    private final Grants grants;
    private final Announcements announcements;

    Hindrances(Grants grants, Announcements announcements) {
        this.grants = grants;
        this.announcements = announcements;
    }

    /**
     * What keeps the company from being erased.
     *
     * @param evenUnanswered whether an opt-in that Kafka has and token-manager does not answer is none
     */
    Optional<Hindrance> ofCompany(CompanyId company, boolean evenUnanswered) {
        Optional<Hindrance> onItsWay =
                ofPeople(company, evenUnanswered); // first: what is answered meanwhile is active then
        return grants.of(company).stream()
                .filter(KnownGrant::isActive)
                .map(grant -> (Hindrance) new Hindrance.Active(grant.status().application()))
                .findFirst()
                .or(() -> onItsWay);
    }

    /**
     * What keeps people of the company from being erased. An opt-in that is in force does not.
     *
     * @param evenUnanswered as above
     */
    Optional<Hindrance> ofPeople(CompanyId company, boolean evenUnanswered) {
        if (announcements.isWaiting(company)) {
            return Optional.of(new Hindrance.NotInKafka());
        }
        return evenUnanswered ? Optional.empty() : unanswered(company);
    }

    private Optional<Hindrance> unanswered(CompanyId company) {
        List<Announcement> optIns =
                announcements.latestOptIns(company); // before what may have become of them meanwhile
        Map<Application, KnownGrant> known = grants.of(company).stream()
                .collect(Collectors.toMap(grant -> grant.status().application(), Function.identity()));
        for (Announcement optIn : optIns) {
            Application application = optIn.application();
            if (application != null && !isAnswered(optIn, known.get(application))) {
                return Optional.of(new Hindrance.OnItsWay(application, optIn.storedAt()));
            }
        }
        return Optional.empty();
    }

    private static boolean isAnswered(Announcement optIn, @Nullable KnownGrant grant) {
        return grant != null && !grant.status().authorizedAt().isBefore(optIn.effectiveAt());
    }

    /** Later than all opt-ins of the company that are known, by whatever clock, and not before now. */
    Instant after(CompanyId company, Instant now) {
        return Stream.concat(
                        grants.of(company).stream().map(grant -> grant.status().authorizedAt()),
                        announcements.latestOptIns(company).stream().map(Announcement::effectiveAt))
                .map(authorizedAt -> authorizedAt.plusMillis(1))
                .filter(now::isBefore)
                .max(Instant::compareTo)
                .orElse(now);
    }
}
