package com.deliveryhistory.upssandbox.feed;

import static com.deliveryhistory.upssandbox.feed.Step.Kind.AT_DESTINATION;
import static com.deliveryhistory.upssandbox.feed.Step.Kind.DELAYED_BY_WEATHER;
import static com.deliveryhistory.upssandbox.feed.Step.Kind.DELIVERED;
import static com.deliveryhistory.upssandbox.feed.Step.Kind.LABEL_CREATED;
import static com.deliveryhistory.upssandbox.feed.Step.Kind.NOBODY_THERE;
import static com.deliveryhistory.upssandbox.feed.Step.Kind.OUT_FOR_DELIVERY;
import static com.deliveryhistory.upssandbox.feed.Step.Kind.PICKED_UP;
import static com.deliveryhistory.upssandbox.feed.Step.Kind.RETURNING;
import static com.deliveryhistory.upssandbox.feed.Step.Kind.VOIDED;
import static com.deliveryhistory.upssandbox.feed.Step.Kind.WRONG_ADDRESS;

import java.util.ArrayList;
import java.util.List;

/**
 * What happens to a package, and when. Made for every package near a span of time just to see what falls into it, so it is
 * cheap; names and addresses come later and only for what is shown.
 *
 * @param plannedDelivery the time that was promised when the label was made
 */
record Storyline(List<Step> steps, long plannedDelivery) {

    /** No story takes longer than this many minutes of its own time. */
    static final int LONGEST_MINUTES = 9000;

    private static final int DAY = 1440;

    static Storyline of(Dice dice, long created, Pace pace) {
        var writer = new Writer(created, pace);
        int fate = dice.roll(0, 100);
        writer.add(LABEL_CREATED, 0);
        int pickedUp = dice.between(1, 90, 840);
        int outForDelivery = pickedUp + DAY * dice.between(2, 1, 3) + dice.between(3, 0, 180);
        int delivered = outForDelivery + dice.between(4, 60, 480);
        long planned = pace.after(created, delivered);
        if (fate < 3) {
            writer.add(VOIDED, dice.between(5, 60, DAY));
            return writer.told(planned);
        }
        writer.add(PICKED_UP, pickedUp);
        if (fate < 14) {
            boolean weather = fate < 9;
            writer.add(weather ? DELAYED_BY_WEATHER : WRONG_ADDRESS, pickedUp + dice.between(6, 300, 1300));
            outForDelivery += DAY;
            delivered += DAY;
        }
        if (dice.roll(7, 3) == 0) {
            writer.add(AT_DESTINATION, outForDelivery - dice.between(8, 20, 110));
        }
        writer.add(OUT_FOR_DELIVERY, outForDelivery);
        if (fate >= 90) {
            writer.add(NOBODY_THERE, delivered);
            if (fate >= 98) {
                writer.add(RETURNING, delivered + dice.between(9, 600, DAY));
                return writer.told(planned);
            }
            writer.add(OUT_FOR_DELIVERY, outForDelivery + DAY);
            delivered += DAY;
        }
        writer.add(DELIVERED, delivered);
        return writer.told(planned);
    }

    /** How fast stories go: the minutes of the story that pass in a second of ours, as a fraction. */
    record Pace(int minutes, int seconds) {

        /** A minute is a minute. */
        static final Pace REAL = new Pace(1, 60);
        /** An hour passes in a second, a story of days in two minutes. */
        static final Pace LIVE = new Pace(60, 1);

        long after(long epochSecond, int storyMinutes) {
            return epochSecond + (long) storyMinutes * seconds / minutes;
        }
    }

    private static final class Writer {

        private final List<Step> steps = new ArrayList<>(6);
        private final long created;
        private final Pace pace;

        Writer(long created, Pace pace) {
            this.created = created;
            this.pace = pace;
        }

        /** No two steps share a second, however fast the story goes. */
        void add(Step.Kind kind, int storyMinutes) {
            long at = pace.after(created, storyMinutes);
            if (!steps.isEmpty()) {
                at = Math.max(at, steps.getLast().epochSecond() + 1);
            }
            steps.add(new Step(kind, at));
        }

        Storyline told(long plannedDelivery) {
            return new Storyline(steps, plannedDelivery);
        }
    }
}
