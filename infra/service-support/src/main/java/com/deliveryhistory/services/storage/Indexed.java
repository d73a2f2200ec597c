package com.deliveryhistory.services.storage;

/** A store whose queries have indexes. */
public interface Indexed {

    /** Creates those that are missing; called when the service starts, again until MongoDB has done it. */
    void createIndexes();

    /** Creates those that keep something from being there twice; the service is not ready before. */
    default void createUniqueIndexes() {}
}
