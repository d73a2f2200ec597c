package com.deliveryhistory.history.packages;

import com.deliveryhistory.events.DeliveryEvent.Kind;
import com.deliveryhistory.history.packages.PackageView.Activity;
import com.deliveryhistory.history.packages.PackageView.Incident;
import java.time.LocalDateTime;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What facts add up to. Depends on the set of facts alone: neither on their order nor on repetitions, so records may
 * come late, twice or mixed up.
 */
final class PackageFold {

    /** Activity types that say something about dates or mails, not about where the package is. */
    private static final Set<String> NO_MOVEMENT = Set.of("VM", "UD", "SD", "FN", "IR");

    private static final String VOID_MANIFEST = "VM";
    private static final String OUT_FOR_DELIVERY = "OD";
    private static final String UNDELIVERABLE = "UR";
    private static final String SCAN = "SCAN";

    private PackageFold() {}

    static PackageView fold(String trackingNumber, Collection<Fact> facts, @Nullable Scans scans) {
        List<Fact> story = inOrder(facts);
        return new PackageView(
                trackingNumber,
                status(story),
                lastActivity(story),
                last(story, Fact::shipperNumber),
                shipTo(story),
                story.stream()
                        .flatMap(fact -> fact.references().stream())
                        .distinct()
                        .sorted()
                        .toList(),
                deliveredAt(story, scans),
                either(last(story, Fact::deliveryLocation), scans == null ? null : scans.deliveryLocation()),
                either(last(story, Fact::signedBy), scans == null ? null : scans.receivedBy()),
                last(story, Fact::scheduledDelivery),
                incidents(story),
                activities(story, scans));
    }

    /** Each fact once, as things happened. */
    static List<Fact> inOrder(Collection<Fact> facts) {
        Set<String> seen = new HashSet<>();
        return facts.stream()
                .sorted(Fact.AS_HAPPENED)
                .filter(fact -> seen.add(fact.key()))
                .toList();
    }

    static @Nullable LocalDateTime lastActivity(Collection<Fact> facts) {
        return facts.stream()
                .map(Fact::at)
                .filter(Objects::nonNull)
                .max(Comparator.naturalOrder())
                .orElse(null);
    }

    static PackageStatus status(List<Fact> story) {
        if (story.stream().anyMatch(fact -> fact.kind() == Kind.DELIVERY)) {
            return PackageStatus.DELIVERED; // what is reported after it does not undo it
        }
        Optional<PackageStatus> movement = story.stream()
                .map(PackageFold::movement)
                .flatMap(Optional::stream)
                .reduce((earlier, later) -> later);
        if (movement.isPresent()) {
            return movement.get();
        }
        return story.stream().anyMatch(fact -> VOID_MANIFEST.equals(fact.type()))
                ? PackageStatus.VOIDED
                : PackageStatus.LABEL_CREATED;
    }

    private static Optional<PackageStatus> movement(Fact fact) {
        return switch (fact.kind()) {
            case MANIFEST -> Optional.empty();
            case ORIGIN -> Optional.of(PackageStatus.IN_TRANSIT);
            case EXCEPTION -> Optional.of(PackageStatus.EXCEPTION);
            case DELIVERY -> Optional.of(PackageStatus.DELIVERED);
            case GENERIC -> movement(Objects.requireNonNullElse(fact.type(), ""));
        };
    }

    private static Optional<PackageStatus> movement(String activityType) {
        if (NO_MOVEMENT.contains(activityType)) {
            return Optional.empty();
        }
        return Optional.of(
                switch (activityType) {
                    case OUT_FOR_DELIVERY -> PackageStatus.OUT_FOR_DELIVERY;
                    case UNDELIVERABLE -> PackageStatus.EXCEPTION;
                    default -> PackageStatus.IN_TRANSIT;
                });
    }

    /** The manifest's address, corrected by exceptions; where it went fills in what neither of them told. */
    private static @Nullable Address shipTo(List<Fact> story) {
        Address address = null;
        for (Kind kind : List.of(Kind.DELIVERY, Kind.GENERIC, Kind.ORIGIN, Kind.MANIFEST, Kind.EXCEPTION)) {
            for (Fact fact : story) {
                if (fact.kind() == kind && fact.shipTo() != null) {
                    address = address == null ? fact.shipTo() : address.correctedBy(fact.shipTo());
                }
            }
        }
        return address;
    }

    private static @Nullable LocalDateTime deliveredAt(List<Fact> story, @Nullable Scans scans) {
        LocalDateTime delivered = last(story, fact -> fact.kind() == Kind.DELIVERY ? fact.at() : null);
        return delivered != null || scans == null ? delivered : scans.deliveredAt();
    }

    private static List<Incident> incidents(List<Fact> story) {
        return story.reversed().stream()
                .filter(fact -> fact.kind() == Kind.EXCEPTION)
                .map(fact -> new Incident(fact.at(), either(fact.reason(), fact.description()), fact.resolution()))
                .distinct()
                .toList();
    }

    private static List<Activity> activities(List<Fact> story, @Nullable Scans scans) {
        List<Activity> reported = story.reversed().stream()
                .map(fact -> new Activity(fact.at(), fact.kind().name(), fact.description(), fact.city(), fact.state()))
                .distinct()
                .toList();
        if (scans == null) {
            return reported;
        }
        Set<LocalDateTime> known =
                reported.stream().map(Activity::at).filter(Objects::nonNull).collect(Collectors.toSet());
        Stream<Activity> added = scans.scans().stream()
                .filter(scan -> scan.at() == null || !known.contains(scan.at()))
                .map(scan -> new Activity(scan.at(), SCAN, scan.description(), scan.city(), scan.state()))
                .distinct();
        return Stream.concat(reported.stream(), added)
                .sorted(Comparator.comparing(
                        Activity::at,
                        Comparator.nullsLast(
                                Comparator.<LocalDateTime>naturalOrder().reversed())))
                .toList();
    }

    private static <T> @Nullable T last(List<Fact> story, Function<Fact, @Nullable T> property) {
        for (Fact fact : story.reversed()) {
            T value = property.apply(fact);
            if (value != null) {
                return value;
            }
        }
        return null;
    }

    private static @Nullable String either(@Nullable String preferred, @Nullable String otherwise) {
        return preferred != null ? preferred : otherwise;
    }
}
