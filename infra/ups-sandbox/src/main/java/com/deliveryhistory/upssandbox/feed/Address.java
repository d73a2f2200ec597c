package com.deliveryhistory.upssandbox.feed;

import java.time.ZoneId;

/** A made-up address in a real city of the United States. */
public record Address(String name, String streetNumber, String streetName, String streetType, String suite, City city) {

    /** A city with the time zone that its local times are in. */
    public record City(String name, String state, String postalCode, ZoneId zone) {}

    /** The street in one line. */
    public String line() {
        return streetNumber + " " + streetName + " " + streetType;
    }

    public boolean hasSuite() {
        return !suite.isEmpty();
    }
}
