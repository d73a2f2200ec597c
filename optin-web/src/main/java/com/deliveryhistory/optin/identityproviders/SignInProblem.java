package com.deliveryhistory.optin.identityproviders;

/** Why a sign-in by an identity provider failed. The words are in {@code messages.properties}, {@code sso.problem.<name>}. */
enum SignInProblem {
    /** The provider cannot be reached, or its metadata cannot be used. */
    UNAVAILABLE,
    /** Nobody began this sign-in in this browser, or too long ago, or the answer was used before. */
    NOT_EXPECTED,
    /** The person or the provider broke the sign-in off. */
    CANCELLED,
    /** What the provider answered is not what it has to prove. */
    NOT_PROVED,
    /** The provider does not say, or may not say, that the person has a mail address of the company. */
    NO_ADDRESS,
    /** Somebody of the company typed this address, and has not shown that mail there reaches them. */
    UNPROVED_ADDRESS,
    /** The account with this address belongs to somebody else at the provider: an address that had another owner before. */
    LINKED_TO_ANOTHER,
    /** Nobody of the company has this address, or that person may not sign in. */
    UNKNOWN_PERSON
}
