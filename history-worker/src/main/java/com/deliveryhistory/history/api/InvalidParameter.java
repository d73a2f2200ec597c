package com.deliveryhistory.history.api;

import com.deliveryhistory.history.listing.ListOrder;
import com.deliveryhistory.history.packages.PackageStatus;
import java.io.Serial;
import java.util.Arrays;

/** A request's parameter is not what it has to be. Says what it has to be, never what it was. */
final class InvalidParameter extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final String parameter;

    private InvalidParameter(String parameter, String mustBe) {
        super(parameter + " " + mustBe);
        this.parameter = parameter;
    }

    /** It cannot be read as what it is. */
    static InvalidParameter form(String parameter) {
        return new InvalidParameter(
                parameter,
                switch (parameter) {
                    case "from", "to" -> "is a date from 0001-01-01 to 9999-12-31, as 2026-07-31";
                    case "status" -> "is one or more of " + Arrays.toString(PackageStatus.values());
                    case "order" -> "is one of " + Arrays.toString(ListOrder.values());
                    case "limit" -> "is a number";
                    default -> "does not have the right form";
                });
    }

    static InvalidParameter limit(int largest) {
        return new InvalidParameter("limit", "is a number from 1 to " + largest);
    }

    static InvalidParameter cursor() {
        return new InvalidParameter(
                "cursor", "is not one that this service gave out; leave it away for the first page");
    }

    static InvalidParameter reversed() {
        return new InvalidParameter("to", "is before from; both days are included, and to is the later one");
    }

    static InvalidParameter tooManyDays(int most) {
        return new InvalidParameter("from", "is too early: a summary is about at most " + most + " days up to its to");
    }

    static InvalidParameter text(int shortest, int longest, int mostWords) {
        return new InvalidParameter(
                "text",
                "has %d to %d characters, with at least %d letters or digits, in at most %d words"
                        .formatted(shortest, longest, shortest, mostWords));
    }

    String parameter() {
        return parameter;
    }
}
