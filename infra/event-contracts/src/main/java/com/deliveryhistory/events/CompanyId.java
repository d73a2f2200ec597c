package com.deliveryhistory.events;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/**
 * A customer company. Lower-case letters, digits and hyphens, 1 to 63 characters, so that it fits into a URL path, a
 * record key and a database key unchanged.
 */
public record CompanyId(@JsonValue String value) implements Comparable<CompanyId> {

    private static final Pattern FORM = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public CompanyId {
        Fields.matching(FORM, "companyId", value);
    }

    @Override
    public int compareTo(CompanyId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
