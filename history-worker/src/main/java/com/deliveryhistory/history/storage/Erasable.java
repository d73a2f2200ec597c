package com.deliveryhistory.history.storage;

import com.deliveryhistory.events.CompanyId;
import java.time.Instant;

/** A store of what is kept of companies, and can be deleted when one is a customer no more. */
public interface Erasable {

    /** So many documents go in one step at most, that others have their turn in between. */
    int STEP = 500;

    /** What is kept, in the words of the collection's name. */
    String what();

    /**
     * Deletes a bounded part of what is there of the company. What is killed meanwhile is completed by doing it again.
     *
     * @param until what the company sent in later stays
     * @return how much was found; 0: nothing is left
     */
    int eraseSome(CompanyId company, Instant until);
}
