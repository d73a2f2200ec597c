package com.deliveryhistory.history.records;

import com.deliveryhistory.events.DeliveryEvent;
import com.deliveryhistory.events.EventEnvelope;
import java.util.List;

/**
 * Where delivery events go. Two instances may tell the same ones at a time, where one stood still while its lease ran out, and
 * so an older event may come once more behind a newer one. Each tells a fact that stays true, with the time of that fact
 * and an id by which a repeat is known, and no record of the topic stands for a state, so neither the order nor a repeat
 * misleads anybody.
 */
public interface DeliveryEvents {

    /** Returns when all of them are stored for sure; throws otherwise, and then all are to be told again. */
    void tell(List<EventEnvelope<DeliveryEvent>> events);
}
