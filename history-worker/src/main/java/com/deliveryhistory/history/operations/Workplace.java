package com.deliveryhistory.history.operations;

import com.deliveryhistory.events.CompanyId;
import com.deliveryhistory.history.collection.Erasing;
import com.deliveryhistory.history.collection.Standing;
import com.deliveryhistory.history.collection.StandingStore;
import com.deliveryhistory.history.packages.PackageStore;
import com.deliveryhistory.history.records.RecordStore;
import com.deliveryhistory.history.uploads.Uploads;
import com.deliveryhistory.services.commands.NotDone;
import com.deliveryhistory.services.commands.ServiceWorkplace;
import java.util.List;
import org.springframework.context.ApplicationContext;

/** What history-worker's commands work with. */
final class Workplace extends ServiceWorkplace {

    Workplace(ApplicationContext context) {
        super(context);
    }

    StandingStore standings() {
        return part(StandingStore.class);
    }

    /**
     * Where collecting stands for the company.
     *
     * @throws NotDone if it never opted in, as far as is known here
     */
    List<Standing> standings(CompanyId company) {
        List<Standing> found = standings().of(company);
        if (found.isEmpty()) {
            throw new NotDone(("No opt-in of %s is known here: \"companies\" lists those that are. If it opted in: does"
                            + " history-worker read grant.events.v1 (events_unread), and is the application among"
                            + " history.applications?")
                    .formatted(company));
        }
        return found;
    }

    Erasing erasing() {
        return part(Erasing.class);
    }

    PackageStore packages() {
        return part(PackageStore.class);
    }

    RecordStore records() {
        return part(RecordStore.class);
    }

    Uploads uploads() {
        return part(Uploads.class);
    }
}
