package com.deliveryhistory.optin.accounts;

/** A member with what proves that it is them. */
record Account(Member member, String passwordHash) {

    @Override
    public String toString() {
        return "Account[" + member.name() + "]";
    }
}
