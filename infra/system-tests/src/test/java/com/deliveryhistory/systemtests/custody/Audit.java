package com.deliveryhistory.systemtests.custody;

import com.deliveryhistory.events.GrantId;
import com.deliveryhistory.localstack.settings.Instance;
import com.deliveryhistory.systemtests.custody.Kills.End;
import com.deliveryhistory.systemtests.custody.Kills.Up;
import com.deliveryhistory.systemtests.custody.UpsSwitches.Refresh;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bson.Document;

/**
 * Follows every grant through UPS's ledger, refresh token by refresh token, and holds it against what the store says
 * and against the kills. What does not fit is a finding.
 */
final class Audit {

    /** A kill that cuts off the durable write follows UPS's answer within this time. */
    private static final Duration UNTIL_KILLED = Duration.ofSeconds(2);

    /** What was under way to UPS at the kill is worked on within this time, however busy UPS is. */
    private static final Duration UNTIL_WORKED_ON = Duration.ofSeconds(5);

    /** With hundreds of refreshes a minute, nothing goes on if there is none for this long. */
    private static final Duration STANDSTILL = Duration.ofSeconds(15);

    /** The write that follows UPS's answer. */
    private static final Duration UNTIL_STORED = Duration.ofSeconds(5);

    /**
     * What a caller got for a grant.
     *
     * @param token fingerprint of the access token
     */
    record Handed(Instant askedAt, String token) {}

    private final List<Refresh> ledger;
    private final List<End> ends;
    private final List<String> findings = new ArrayList<>();
    private final List<String> lost = new ArrayList<>();
    private final Map<String, List<Refresh>> byToken = new HashMap<>();
    private final Set<String> known = new HashSet<>();

    Audit(List<Refresh> ledger, List<End> ends) {
        this.ledger = ledger;
        this.ends = ends;
        ledger.forEach(call -> byToken.computeIfAbsent(call.presented(), token -> new ArrayList<>())
                .add(call));
    }

    /** What does not fit, one line each. */
    List<String> findings() {
        return findings;
    }

    /** The grants that were lost to a kill, with the kill. */
    List<String> lost() {
        return lost;
    }

    /**
     * Follows a grant's chain of refresh tokens.
     *
     * @param first fingerprint of the first one
     * @param stored the grant as token-manager has it
     * @param handed what a caller got at the end
     */
    void follow(GrantId grant, String first, Document stored, Handed handed) {
        List<Refresh> chain = new ArrayList<>();
        String token = first;
        while (byToken.containsKey(token)) {
            known.add(token);
            List<Refresh> tries = byToken.getOrDefault(token, List.of());
            List<Refresh> rotations = tries.stream().filter(Refresh::rotated).toList();
            if (rotations.size() > 1) {
                finding(grant, "UPS rotated the same token twice", tries);
            }
            if (rotations.isEmpty()) {
                finding(grant, "UPS refused a token that it had not rotated", tries);
                return;
            }
            Refresh rotation = rotations.getFirst();
            if (tries.size() > 1) {
                lostRotation(grant, tries, rotation, stored);
                return;
            }
            chain.add(rotation);
            token = rotation.issuedRefresh();
        }
        if (!"ACTIVE".equals(stored.getString("state"))) {
            finding(grant, "ended as " + stored.getString("end") + " without UPS having refused its token", List.of());
        } else {
            isNewest(grant, handed, chain);
        }
    }

    /** What was handed out is a token of the grant, and none was stored when it was asked for that is newer. */
    private void isNewest(GrantId grant, Handed handed, List<Refresh> chain) {
        for (int i = 0; i < chain.size(); i++) {
            if (chain.get(i).issuedAccess().equals(handed.token())) {
                boolean newer = i + 1 < chain.size()
                        && chain.get(i + 1).at().isBefore(handed.askedAt().minus(UNTIL_STORED));
                if (newer) {
                    finding(grant, "hands out an old token", chain.subList(i, chain.size()));
                }
                return;
            }
        }
        finding(grant, "hands out what is none of its tokens: " + handed, List.of());
    }

    /** The token was shown again after its rotation: rule 4's retry, refused, after a kill before the durable write. */
    private void lostRotation(GrantId grant, List<Refresh> tries, Refresh rotation, Document stored) {
        Refresh refusal = tries.getLast();
        if (!tries.getFirst().equals(rotation)) {
            finding(grant, "UPS rotated a token that it had refused", tries);
        }
        if (!"ROTATION_LOST".equals(stored.getString("end"))) {
            finding(grant, "is " + stored.getString("state") + " although a rotation was lost", tries);
        }
        if (byToken.containsKey(rotation.issuedRefresh())) {
            finding(grant, "was tried with its old token although the new one was stored", tries);
        }
        // each try but the last was cut off by a kill; so at most one retry, unless that was killed too
        for (Refresh cutOff : tries.subList(0, tries.size() - 1)) {
            if (!matchesKill(cutOff)) {
                finding(grant, "was tried again although nobody was killed at " + cutOff.at(), tries);
            }
        }
        if (!refusal.refused()) {
            finding(grant, "the retry was not refused", tries);
        }
        lost.add("%s: rotated at %s through %s, %s; refused at %s"
                .formatted(grant, rotation.at(), rotation.host(), nearestKill(rotation), refusal.at()));
    }

    /** Every refresh was of a grant that was followed. */
    void noStrangers() {
        byToken.forEach((token, calls) -> {
            if (!known.contains(token)) {
                findings.add("A token that no grant had was shown to UPS: " + calls);
            }
        });
    }

    /**
     * While one is ready, refreshes go on, whatever happened to the other. Who of two makes them is left open: whoever
     * has found all that is due leaves nothing to the other.
     */
    void noStandstill(List<Up> ups) {
        for (Up up : ups) {
            Instant lastCall = up.from();
            for (Refresh call : ledger) {
                if (call.at().isAfter(up.from()) && call.at().isBefore(up.to())) {
                    gap(up, lastCall, call.at());
                    lastCall = call.at();
                }
            }
            gap(up, lastCall, up.to());
        }
    }

    private void gap(Up up, Instant from, Instant to) {
        if (Duration.between(from, to).compareTo(STANDSTILL) > 0) {
            findings.add("%s was ready from %s to %s, and nothing was refreshed from %s to %s"
                    .formatted(up.instance(), up.from(), up.to(), from, to));
        }
    }

    private boolean matchesKill(Refresh call) {
        return ends.stream().filter(end -> !end.graceful()).anyMatch(end -> matches(end, call));
    }

    private static boolean matches(End end, Refresh call) {
        return Custody.hostOf(end.instance()).equals(call.host())
                && end.at().isAfter(call.at().minus(UNTIL_WORKED_ON))
                && end.at().isBefore(call.at().plus(UNTIL_KILLED));
    }

    private String nearestKill(Refresh call) {
        return ends.stream()
                .filter(end -> !end.graceful() && matches(end, call))
                .map(end -> "%s was killed at %s".formatted(end.instance(), end.at()))
                .findFirst()
                .orElse("no kill");
    }

    long refreshesOf(Instance instance) {
        return ledger.stream()
                .filter(call -> call.host().equals(Custody.hostOf(instance)))
                .count();
    }

    private void finding(GrantId grant, String what, List<Refresh> calls) {
        StringBuilder text = new StringBuilder(grant + ": " + what);
        calls.forEach(call -> text.append("\n    ").append(call));
        ends.stream()
                .filter(end -> calls.stream()
                        .anyMatch(call ->
                                Duration.between(call.at(), end.at()).abs().toSeconds() < 10))
                .forEach(end -> text.append("\n    ").append(end));
        findings.add(text.toString());
    }
}
