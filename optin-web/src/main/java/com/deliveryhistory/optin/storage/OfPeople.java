package com.deliveryhistory.optin.storage;

/** A store of what belongs to people alone, and goes when one is erased, or the company. */
public interface OfPeople {

    /** Deletes all of it that can be found by the person. What is killed meanwhile is completed by doing it again. */
    void erase(Person person);
}
