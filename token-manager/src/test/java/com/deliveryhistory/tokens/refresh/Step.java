package com.deliveryhistory.tokens.refresh;

import java.time.Duration;
import java.util.List;

/** One thing that can happen to token-manager, or around it. Numbers are taken modulo what there is to choose from. */
sealed interface Step {

    /** UPS's clock differs from ours; only before the first opt-in. */
    record UpsClockAhead(Duration by) implements Step {}

    /** An admin comes back from UPS.com, and reads "opted in": the event is in Kafka, and has not arrived yet. */
    record OptIn(int application) implements Step {}

    /**
     * The UPS.com password is changed, which makes UPS refuse all older tokens of the company.
     *
     * @param application of which it is reported; negative: of all
     * @param reported whether an event tells of it at all
     */
    record PasswordChange(int application, boolean reported) implements Step {}

    record Withdrawal(int application) implements Step {}

    /**
     * One of the events that are under way arrives, in whatever order.
     *
     * @param again whether it will arrive once more
     */
    record Arrival(int which, boolean again) implements Step {}

    record TimePasses(Duration duration) implements Step {}

    record DueRefreshes() implements Step {}

    /** A caller says that UPS refused its token. */
    record RefreshOnDemand(int application) implements Step {}

    record TokenHandedOut(int application) implements Step {}

    record EventsSent() implements Step {}

    record NoticesOfExpiry() implements Step {}

    /** How UPS answers the next call. */
    record UpsFails(Failure how) implements Step {}

    /** The process dies in the midst of what it does next, in front of or behind one of its writes and calls. */
    record Crash(int at, boolean behind) implements Step {}

    /** Happens at another instance just in front of one of the writes and calls of what is done next. */
    record Overtaken(int at, List<Step> by) implements Step {}

    /** Happens at another instance while the next call to UPS is under way. */
    record Meanwhile(List<Step> steps, boolean beforeUpsWorks) implements Step {}

    enum Failure {
        TOO_MANY_REQUESTS,
        SERVER_ERROR,
        SERVER_ERROR_AFTER_ROTATION,
        ANSWER_LOST_AFTER_ROTATION,
        CLIENT_REFUSED,
        NO_REFRESH_TOKEN_IN_ANSWER,
        NO_LIVES_IN_ANSWER,
        SHORT_LIFE_IN_ANSWER
    }
}
