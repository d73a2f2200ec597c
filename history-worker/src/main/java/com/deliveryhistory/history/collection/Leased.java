package com.deliveryhistory.history.collection;

import com.deliveryhistory.history.pace.Work;

/**
 * A collection that nobody else works on for a while.
 *
 * @param work what it was due for
 */
record Leased(StoredCollection collection, Work work) {

    String id() {
        return collection.id();
    }
}
