package com.deliveryhistory.tokens.refresh;

import com.deliveryhistory.tokens.refresh.Step.Arrival;
import com.deliveryhistory.tokens.refresh.Step.Crash;
import com.deliveryhistory.tokens.refresh.Step.DueRefreshes;
import com.deliveryhistory.tokens.refresh.Step.EventsSent;
import com.deliveryhistory.tokens.refresh.Step.Failure;
import com.deliveryhistory.tokens.refresh.Step.Meanwhile;
import com.deliveryhistory.tokens.refresh.Step.NoticesOfExpiry;
import com.deliveryhistory.tokens.refresh.Step.OptIn;
import com.deliveryhistory.tokens.refresh.Step.Overtaken;
import com.deliveryhistory.tokens.refresh.Step.PasswordChange;
import com.deliveryhistory.tokens.refresh.Step.RefreshOnDemand;
import com.deliveryhistory.tokens.refresh.Step.TimePasses;
import com.deliveryhistory.tokens.refresh.Step.TokenHandedOut;
import com.deliveryhistory.tokens.refresh.Step.UpsClockAhead;
import com.deliveryhistory.tokens.refresh.Step.UpsFails;
import com.deliveryhistory.tokens.refresh.Step.Withdrawal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Makes sequences of steps, and makes one that fails shorter. */
final class Steps {

    private static final int LONGEST = 18;
    private static final List<Failure> FAILURES = List.of(Failure.values());
    private static final List<Duration> DURATIONS = List.of(
            Duration.ofSeconds(5),
            Duration.ofSeconds(31),
            Duration.ofMinutes(7),
            Duration.ofMinutes(56),
            Duration.ofHours(26),
            Duration.ofDays(8),
            Duration.ofDays(47));

    private Steps() {}

    /** The sequence of this seed: always the same. Most begin with an opt-in, since little happens without. */
    static List<Step> of(long seed) {
        Random random = new Random(seed);
        List<Step> steps = new ArrayList<>();
        if (random.nextInt(4) == 0) {
            steps.add(new UpsClockAhead(Duration.ofMinutes(random.nextBoolean() ? 5 : -5)));
        }
        if (random.nextInt(10) > 0) {
            steps.add(new OptIn(0));
            steps.add(new Arrival(0, random.nextInt(4) == 0));
        }
        int length = 3 + random.nextInt(LONGEST);
        while (steps.size() < length) {
            steps.add(any(random));
        }
        return steps;
    }

    private static Step any(Random random) {
        int application = random.nextInt(2);
        return switch (random.nextInt(34)) {
            case 0, 1, 2 -> new OptIn(application);
            case 3, 4 -> new PasswordChange(random.nextInt(3) - 1, random.nextInt(3) > 0);
            case 5 -> new Withdrawal(application);
            case 6, 7, 8, 9, 10, 11 -> new Arrival(random.nextInt(6), random.nextInt(4) == 0);
            case 12, 13, 14, 15 -> new TimePasses(DURATIONS.get(random.nextInt(DURATIONS.size())));
            case 16, 17, 18 -> new DueRefreshes();
            case 19, 20, 21 -> new RefreshOnDemand(application);
            case 22 -> new TokenHandedOut(application);
            case 23 -> new EventsSent();
            case 24 -> new NoticesOfExpiry();
            case 25, 26 -> new UpsFails(FAILURES.get(random.nextInt(FAILURES.size())));
            case 27, 28 -> new Crash(1 + random.nextInt(5), random.nextBoolean());
            case 29, 30, 31 -> new Overtaken(1 + random.nextInt(4), meanwhile(random));
            default -> new Meanwhile(meanwhile(random), random.nextBoolean());
        };
    }

    /** What another instance, or the world, does in the midst of something. Often the caller's lease has run out by then. */
    private static List<Step> meanwhile(Random random) {
        List<Step> steps = new ArrayList<>();
        if (random.nextBoolean()) {
            steps.add(new TimePasses(Duration.ofSeconds(31)));
        }
        if (random.nextInt(3) == 0) {
            steps.add(new Crash(1 + random.nextInt(3), random.nextBoolean()));
        }
        int application = random.nextInt(2);
        steps.add(
                switch (random.nextInt(6)) {
                    case 0, 1 -> new Arrival(random.nextInt(6), false);
                    case 2, 3 -> new RefreshOnDemand(application);
                    case 4 -> new PasswordChange(-1, true);
                    default -> new DueRefreshes();
                });
        return steps;
    }

    /** A part of the sequence that fails too, from which no step can be left out. */
    static List<Step> shortest(List<Step> failing, Predicate<List<Step>> fails) {
        List<Step> shortest = failing;
        int length = shortest.size() / 2;
        while (length > 0) {
            boolean shorter = false;
            for (int from = 0; from < shortest.size(); from++) {
                List<Step> candidate = new ArrayList<>(shortest.subList(0, from));
                candidate.addAll(shortest.subList(Math.min(from + length, shortest.size()), shortest.size()));
                if (fails.test(candidate)) {
                    shortest = candidate;
                    shorter = true;
                    break;
                }
            }
            if (!shorter) {
                length /= 2;
            }
        }
        return shortest;
    }

    static String asText(List<Step> steps) {
        return steps.stream().map(step -> "  " + step).collect(Collectors.joining("\n"));
    }
}
