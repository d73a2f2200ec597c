package com.deliveryhistory.optin.announcements;

import com.deliveryhistory.events.EventEnvelope;
import com.deliveryhistory.events.OptInEvent;
import com.deliveryhistory.services.messaging.NotPublished;
import java.util.List;

/** Where opt-in events go. */
interface OptInTopic {

    /**
     * Publishes them in this order, and returns when all in-sync replicas have all of them.
     *
     * @throws NotPublished if not; then some of them may be there all the same
     */
    void publish(List<EventEnvelope<OptInEvent>> events);
}
