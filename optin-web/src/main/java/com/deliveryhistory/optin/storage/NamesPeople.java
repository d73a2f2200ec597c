package com.deliveryhistory.optin.storage;

/** A store of what is the company's, and says who it was: it stays when the person is erased, and names nobody any more. */
public interface NamesPeople {

    /** Puts the pseudonym in place of the person. What is killed meanwhile is completed by doing it again. */
    void rename(Person person, String pseudonym);
}
