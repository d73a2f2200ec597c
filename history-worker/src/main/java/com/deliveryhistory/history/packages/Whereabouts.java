package com.deliveryhistory.history.packages;

import com.deliveryhistory.events.DeliveryEvent.Kind;
import com.deliveryhistory.history.packages.Scans.Scan;
import java.time.LocalDateTime;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where a package stands, by what happened to it. */
final class Whereabouts {

    /** Activity types that say something about dates or mails, not about where the package is. */
    private static final Set<String> NO_MOVEMENT = Set.of("VM", "UD", "SD", "FN", "IR");

    private static final String VOID_MANIFEST = "VM";
    private static final String OUT_FOR_DELIVERY = "OD";
    private static final String UNDELIVERABLE = "UR";

    private Whereabouts() {}

    /**
     * The last movement tells, the feed's or, if it is later, that of Tracking.
     *
     * @param story as things happened
     */
    static PackageStatus of(List<Fact> story, @Nullable Scans scans) {
        PackageStatus tracked = scans == null ? null : scans.status();
        if (PackageFold.isDelivered(story) || tracked == PackageStatus.DELIVERED) {
            return PackageStatus.DELIVERED; // what is reported after it does not undo it
        }
        Fact moved = story.reversed().stream()
                .filter(Whereabouts::isMovement)
                .findFirst()
                .orElse(null);
        if (scans != null && tracked != null && (moved == null || isLater(scans, moved))) {
            return tracked;
        }
        if (moved != null) {
            return after(moved);
        }
        return isVoided(story) ? PackageStatus.VOIDED : PackageStatus.LABEL_CREATED;
    }

    /** Whether UPS has the package in hand. A record of an activity that is not known here is one of something done. */
    static boolean isMovement(Fact fact) {
        return switch (fact.kind()) {
            case MANIFEST -> false;
            case ORIGIN, EXCEPTION, DELIVERY -> true;
            case GENERIC -> !NO_MOVEMENT.contains(typeOf(fact));
        };
    }

    private static PackageStatus after(Fact movement) {
        return switch (movement.kind()) {
            case EXCEPTION -> PackageStatus.EXCEPTION;
            case DELIVERY -> PackageStatus.DELIVERED;
            case MANIFEST, ORIGIN -> PackageStatus.IN_TRANSIT;
            case GENERIC ->
                switch (typeOf(movement)) {
                    case OUT_FOR_DELIVERY -> PackageStatus.OUT_FOR_DELIVERY;
                    case UNDELIVERABLE -> PackageStatus.EXCEPTION;
                    default -> PackageStatus.IN_TRANSIT;
                };
        };
    }

    /** A void cancels the manifests before it; one that comes later announces the package anew. */
    private static boolean isVoided(List<Fact> story) {
        List<Fact> voids = story.stream()
                .filter(fact -> fact.kind() == Kind.GENERIC && VOID_MANIFEST.equals(fact.type()))
                .toList();
        if (voids.isEmpty() || voids.stream().anyMatch(fact -> fact.at() == null)) {
            return !voids.isEmpty(); // nothing shows that a manifest came after it
        }
        Fact lastVoid = voids.getLast();
        return story.stream()
                .filter(fact -> fact.kind() == Kind.MANIFEST && fact.at() != null)
                .noneMatch(manifest -> Fact.AS_HAPPENED.compare(manifest, lastVoid) > 0);
    }

    private static boolean isLater(Scans scans, Fact moved) {
        LocalDateTime lastScan = scans.scans().stream()
                .map(Scan::at)
                .filter(Objects::nonNull)
                .max(Comparator.naturalOrder())
                .orElse(null);
        return lastScan != null && (moved.at() == null || lastScan.isAfter(moved.at()));
    }

    private static String typeOf(Fact fact) {
        return Objects.requireNonNullElse(fact.type(), "");
    }
}
