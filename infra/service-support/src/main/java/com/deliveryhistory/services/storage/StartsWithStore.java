package com.deliveryhistory.services.storage;

/** What a service has to have of its store before it is ready. */
public interface StartsWithStore {

    /**
     * Gets it; called when the store has answered, once more after each outage that cut it off.
     *
     * @throws RuntimeException other than an outage's if the service cannot work: then it ends
     */
    void start();
}
