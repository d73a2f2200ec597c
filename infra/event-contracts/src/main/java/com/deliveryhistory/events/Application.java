package com.deliveryhistory.events;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/**
 * An application that companies authorise at UPS.com, each a UPS client of its own. Named by configuration: lower-case
 * letters, digits and hyphens, 1 to 63 characters.
 */
public record Application(@JsonValue String value) implements Comparable<Application> {

    private static final Pattern FORM = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");

    /** The guide's "UPS Intelligent Delivery History". */
    public static final Application INTELLIGENT_DELIVERY_HISTORY = new Application("intelligent-delivery-history");

    /** The guide's "ODCS". */
    public static final Application ODCS = new Application("odcs");

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public Application {
        Fields.matching(FORM, "application", value);
    }

    @Override
    public int compareTo(Application other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
