package com.deliveryhistory.optin.pages;

import com.deliveryhistory.events.Application;
import com.deliveryhistory.events.CompanyId;
import com.deliveryhistory.optin.announcements.Announcement;
import com.deliveryhistory.optin.announcements.Announcements;
import com.deliveryhistory.optin.authorization.OptInApplications;
import com.deliveryhistory.optin.grants.Grants;
import com.deliveryhistory.optin.grants.KnownGrant;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** A company's applications, each with where it stands. */
@Component
class CompanyOverview {

    private final OptInApplications applications;
    private final Grants grants;
    private final Announcements announcements;
    private final Clock clock;

    CompanyOverview(OptInApplications applications, Grants grants, Announcements announcements, Clock clock) {
        this.applications = applications;
        this.grants = grants;
        this.announcements = announcements;
        this.clock = clock;
    }

    List<ApplicationCard> of(CompanyId company) {
        Map<Application, KnownGrant> known = grants.of(company).stream()
                .collect(Collectors.toMap(grant -> grant.status().application(), Function.identity()));
        List<Announcement> announced = announcements.latest(company);
        return applications.all().stream()
                .map(application -> ApplicationCard.of(
                        application, Optional.ofNullable(known.get(application.id())), announced, clock.instant()))
                .toList();
    }
}
