package com.deliveryhistory.optin.storage;

/**
 * A store that finds what is people's by the sign-in name alone, whatever the company. It is not asked to erase where somebody
 * of another company has that name by now.
 */
public interface OfSignInNames extends OfPeople {}
