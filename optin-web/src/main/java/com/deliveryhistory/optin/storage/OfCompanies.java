package com.deliveryhistory.optin.storage;

import com.deliveryhistory.events.CompanyId;

/** A store of what is kept of companies, and goes when one is erased. */
public interface OfCompanies {

    /** So many documents go in one step at most, that others have their turn in between. */
    int STEP = 500;

    /** What is kept, in the words of the collection's name. */
    String what();

    /**
     * Deletes a bounded part of what is there of the company. What is killed meanwhile is completed by doing it again.
     *
     * @return how much was found; 0: nothing is left
     */
    int eraseSome(CompanyId company);
}
