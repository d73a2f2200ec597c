package com.deliveryhistory.history.storage;

/** A store whose queries have indexes. */
public interface Indexed {

    /** Creates what is missing; called at start, again until MongoDB answers. */
    void createIndexes();
}
