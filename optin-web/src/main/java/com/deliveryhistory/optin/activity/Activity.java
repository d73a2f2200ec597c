package com.deliveryhistory.optin.activity;

import com.deliveryhistory.events.CompanyId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Something that happened in a company.
 *
 * @param by sign-in name of who did it; {@link #operator} for operators, {@link #SYSTEM} if nobody did
 * @param details exactly those that the kind names; never a secret
 */
public record Activity(CompanyId company, Instant at, Kind kind, String by, Map<String, String> details) {

    /** Stands where no person acted. */
    public static final String SYSTEM = "";

    /** No sign-in name that somebody chose has a colon. */
    private static final String OPERATOR = "operator:";

    /** Stands in place of an application for all of the company's. */
    public static final String ALL = "";

    public Activity {
        details = Map.copyOf(details);
        if (!details.keySet().equals(Set.copyOf(kind.details()))) {
            throw new IllegalArgumentException(kind + " has the details " + kind.details());
        }
    }

    /** Stands for somebody who runs this application, and has no account. */
    public static String operator(String name) {
        return OPERATOR + name;
    }

    /** Whether it is an operator, and no sign-in name. */
    static boolean isOperator(String by) {
        return by.startsWith(OPERATOR);
    }

    /** What somebody is called: a sign-in name as it is, an operator by name alone. */
    public static String nameOf(String by) {
        return isOperator(by) ? by.substring(OPERATOR.length()) : by;
    }

    /**
     * What happened. The words are in {@code messages.properties}, {@code activity.<kind>}; the details stand in them as
     * {@code {0}}, {@code {1}} and so on, in the order in which they are named here.
     */
    public enum Kind {
        /** An admin authorised an application at UPS.com. */
        OPTED_IN("application"),
        /** An admin took an authorisation back. */
        WITHDRAWN("application"),
        /** An admin reported that the UPS.com password was changed. */
        PASSWORD_CHANGE_REPORTED("application"),
        /** An admin named the UPS.com user that opts in. */
        UPS_USER_NAMED("application", "upsUser"),
        /** An admin no longer names a UPS.com user. */
        UPS_USER_FORGOTTEN("application"),
        /** A security event from UPS.com ended an opt-in. */
        UPS_REPORTED_END("application", "event"),
        /** A security event from UPS.com tells of a risk that has not ended the opt-in. */
        UPS_REPORTED_RISK("application", "event"),
        /** A security event from UPS.com is about a user that was named for an earlier opt-in, so it ended none. */
        UPS_REPORTED_EARLIER_USER("application", "event"),
        /** token-manager has valid tokens: an opt-in is in force. */
        GRANT_ACTIVATED("application"),
        /** An opt-in runs out soon. */
        GRANT_EXPIRING("application", "days"),
        /** An opt-in that was to run out soon does so no longer. */
        GRANT_RENEWED("application"),
        /** An opt-in is no longer in force. */
        GRANT_ENDED("application", "reason"),
        /** The company was added. */
        COMPANY_ADDED("companyName"),
        /** An operator looked at who is in the company. */
        PEOPLE_LISTED,
        /** Somebody was invited, or sent the invitation again. */
        USER_INVITED("email"),
        /** Somebody who was invited has an account now. */
        INVITATION_ACCEPTED("email"),
        /** An invitation was taken back. */
        INVITATION_REVOKED("email"),
        /** A user was made an administrator. */
        MADE_ADMIN("person"),
        /** An administrator was made a user. */
        MADE_USER("person"),
        /** Somebody may not sign in any more. */
        USER_DISABLED("person"),
        /** Somebody may sign in again. */
        USER_ENABLED("person"),
        /** Somebody was erased, and has a pseudonym from then on. */
        PERSON_ERASED("person"),
        /** A link for a new password was sent to somebody. */
        PASSWORD_RESET_SENT("person"),
        /** Somebody set a second factor up. */
        SECOND_FACTOR_SET_UP("person"),
        /** Somebody's second factor was removed. */
        SECOND_FACTOR_REMOVED("person"),
        /** Somebody used a recovery code. */
        RECOVERY_CODE_USED("left"),
        /** Somebody has new recovery codes. */
        RECOVERY_CODES_RENEWED("person"),
        /** Somebody set an own new password for this application. */
        PASSWORD_CHANGED,
        /** Somebody has another e-mail address that was merely typed. Noted by earlier versions alone. */
        EMAIL_CHANGED,
        /** Somebody asked for another e-mail address. */
        EMAIL_CHANGE_ASKED,
        /** Somebody had another link sent to the e-mail address that waits to be confirmed. */
        EMAIL_LINK_SENT_AGAIN,
        /** Somebody does not want the other e-mail address any more. */
        EMAIL_CHANGE_CANCELLED,
        /** Somebody has another e-mail address, by the link that was sent there. */
        EMAIL_CONFIRMED,
        /** Somebody used the link, but the e-mail address is another's in the company. */
        EMAIL_TAKEN,
        /** Somebody else at the identity provider has the address of a person's account there, and was not signed in to it. */
        IDENTITY_REFUSED("person"),
        /** An operator freed somebody's account from who signs in to it at the identity provider. */
        IDENTITY_UNLINKED("person"),
        /** An admin sent in tracking numbers of packages from before the opt-in. */
        NUMBERS_UPLOADED("numbers");

        private final String details; // a list is no constant to the compiler

        Kind(String... details) {
            this.details = String.join(",", details);
        }

        /** Names of the details, in the order in which the words take them. */
        List<String> details() {
            return details.isEmpty() ? List.of() : List.of(details.split(",", -1));
        }
    }
}
