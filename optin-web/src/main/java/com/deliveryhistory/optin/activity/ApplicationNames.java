package com.deliveryhistory.optin.activity;

/** What people call applications. */
@FunctionalInterface
public interface ApplicationNames {

    /** The name for people; of an application that is no longer known, its id. */
    String nameOf(String application);
}
