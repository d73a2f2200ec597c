package com.deliveryhistory.history.records;

import com.deliveryhistory.events.DeliveryEvent;
import com.deliveryhistory.events.EventEnvelope;
import java.util.List;

/** Where delivery events go. */
public interface DeliveryEvents {

    /** Returns when all of them are stored for sure; throws otherwise, and then all are to be told again. */
    void tell(List<EventEnvelope<DeliveryEvent>> events);
}
