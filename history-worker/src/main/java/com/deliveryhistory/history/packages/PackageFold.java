package com.deliveryhistory.history.packages;

import com.deliveryhistory.events.DeliveryEvent.Kind;
import com.deliveryhistory.history.packages.PackageView.Activity;
import com.deliveryhistory.history.packages.PackageView.Incident;
import com.deliveryhistory.history.packages.PackageView.ProofOfDelivery;
import com.deliveryhistory.history.packages.Scans.Scan;
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
 * come late, twice or mixed up. What the feed says goes before what Tracking says, which fills in what is missing.
 */
final class PackageFold {

    private static final String SCAN = "SCAN";
    private static final Comparator<@Nullable LocalDateTime> NEWEST_FIRST =
            Comparator.nullsLast(Comparator.<LocalDateTime>naturalOrder().reversed());

    private final List<Fact> story;
    private final @Nullable Scans scans;

    private PackageFold(List<Fact> story, @Nullable Scans scans) {
        this.story = story;
        this.scans = scans;
    }

    static PackageView fold(String trackingNumber, Collection<Fact> facts, @Nullable Scans scans) {
        return new PackageFold(inOrder(facts), scans).view(trackingNumber);
    }

    /** Each fact once, as things happened. */
    static List<Fact> inOrder(Collection<Fact> facts) {
        Set<String> seen = HashSet.newHashSet(facts.size());
        return facts.stream()
                .sorted(Fact.AS_HAPPENED)
                .filter(fact -> seen.add(fact.key()))
                .toList();
    }

    static boolean isDelivered(Collection<Fact> facts) {
        return facts.stream().anyMatch(fact -> fact.kind() == Kind.DELIVERY);
    }

    private PackageView view(String trackingNumber) {
        LocalDateTime deliveredAt = deliveredAt();
        String location = handedOver(Handover::location, Scans::deliveryLocation);
        String signedBy = handedOver(Handover::signedBy, Scans::receivedBy);
        PackageStatus status = Whereabouts.of(story, scans);
        return new PackageView(
                trackingNumber,
                status,
                lastActivity(),
                last(Fact::shipperNumber),
                shipFrom(),
                shipTo(),
                references(),
                service(),
                weight(),
                pickedUpAt(),
                deliveredAt,
                location,
                signedBy,
                either(last(Fact::scheduledDelivery), tracked(Scans::scheduledDelivery)),
                status == PackageStatus.DELIVERED ? proof(deliveredAt, location, signedBy) : null,
                incidents(),
                activities());
    }

    private @Nullable LocalDateTime lastActivity() {
        return Stream.concat(story.stream().map(Fact::at), trackedScans().map(Scan::at))
                .filter(Objects::nonNull)
                .max(Comparator.naturalOrder())
                .orElse(null);
    }

    private @Nullable Address shipFrom() {
        Address labelled = last(Fact::shipFrom);
        Address known = labelled != null ? labelled : tracked(Scans::shipFrom);
        if (known != null) {
            return known;
        }
        return story.stream()
                .filter(fact -> fact.kind() == Kind.ORIGIN && fact.city() != null)
                .map(fact -> new Address(null, null, fact.city(), fact.state(), null, fact.country()))
                .findFirst()
                .orElse(null);
    }

    /** The manifest's address, corrected by exceptions; where it went fills in what neither of them told. */
    private @Nullable Address shipTo() {
        Address address = tracked(Scans::shipTo);
        for (Kind kind : List.of(Kind.DELIVERY, Kind.GENERIC, Kind.ORIGIN, Kind.MANIFEST, Kind.EXCEPTION)) {
            for (Fact fact : story) {
                if (fact.kind() == kind && fact.shipTo() != null) {
                    address = address == null ? fact.shipTo() : address.correctedBy(fact.shipTo());
                }
            }
        }
        return address;
    }

    private List<String> references() {
        return Stream.concat(
                        story.stream().flatMap(fact -> fact.references().stream()),
                        scans == null ? Stream.empty() : scans.references().stream())
                .distinct()
                .sorted()
                .toList();
    }

    private @Nullable Service service() {
        Service reported = last(Fact::service);
        Service tracked = tracked(Scans::service);
        return reported == null ? tracked : reported.completedBy(tracked);
    }

    /** The feed's; Tracking's if that is the same with a unit, which the feed never names. */
    private @Nullable String weight() {
        String reported = last(Fact::weight);
        String tracked = tracked(Scans::weight);
        boolean same = reported != null && tracked != null && tracked.startsWith(reported + " ");
        return same ? tracked : either(reported, tracked);
    }

    /** The origin scan; if the feed lacks it, the first thing that shows the package in UPS's hands. */
    private @Nullable LocalDateTime pickedUpAt() {
        return earliest(story.stream().filter(fact -> fact.kind() == Kind.ORIGIN))
                .or(() -> earliest(story.stream().filter(Whereabouts::isMovement)))
                .or(() -> trackedScans()
                        .filter(Scan::isMovement)
                        .map(Scan::at)
                        .filter(Objects::nonNull)
                        .min(Comparator.naturalOrder()))
                .orElse(null);
    }

    private static Optional<LocalDateTime> earliest(Stream<Fact> facts) {
        return facts.map(Fact::at).filter(Objects::nonNull).min(Comparator.naturalOrder());
    }

    private @Nullable LocalDateTime deliveredAt() {
        LocalDateTime delivered = last(fact -> fact.kind() == Kind.DELIVERY ? fact.at() : null);
        return delivered != null ? delivered : tracked(Scans::deliveredAt);
    }

    private ProofOfDelivery proof(
            @Nullable LocalDateTime deliveredAt, @Nullable String location, @Nullable String signedBy) {
        return new ProofOfDelivery(
                deliveredAt,
                last(fact -> fact.kind() == Kind.DELIVERY ? fact.shipTo() : null),
                handedOver(Handover::locationCode, known -> null),
                location,
                signedBy,
                handedOver(Handover::driverRelease, known -> null),
                handedOver(Handover::accessPoint, known -> null),
                handedOver(Handover::fetchBy, known -> null));
    }

    private @Nullable String handedOver(
            Function<Handover, @Nullable String> reported, Function<Scans, @Nullable String> tracked) {
        return either(last(fact -> fact.handover() == null ? null : reported.apply(fact.handover())), tracked(tracked));
    }

    private List<Incident> incidents() {
        return story.reversed().stream()
                .filter(fact -> fact.kind() == Kind.EXCEPTION)
                .map(PackageFold::incident)
                .distinct()
                .toList();
    }

    private static Incident incident(Fact fact) {
        Trouble trouble =
                Objects.requireNonNullElseGet(fact.trouble(), () -> new Trouble(null, null, null, null, null, null));
        return new Incident(
                fact.at(),
                trouble.statusCode(),
                trouble.status(),
                trouble.reasonCode(),
                either(trouble.reason(), trouble.status()),
                trouble.resolutionCode(),
                trouble.resolution(),
                fact.city(),
                fact.state());
    }

    private List<Activity> activities() {
        List<Activity> reported = story.reversed().stream()
                .map(fact -> new Activity(fact.at(), fact.kind().name(), fact.description(), fact.city(), fact.state()))
                .distinct()
                .toList();
        if (scans == null) {
            return reported;
        }
        Set<LocalDateTime> known =
                reported.stream().map(Activity::at).filter(Objects::nonNull).collect(Collectors.toSet());
        Stream<Activity> added = trackedScans()
                .filter(scan -> scan.at() == null || !known.contains(scan.at()))
                .map(scan -> new Activity(scan.at(), SCAN, scan.description(), scan.city(), scan.state()))
                .distinct();
        return Stream.concat(reported.stream(), added)
                .sorted(Comparator.comparing(Activity::at, NEWEST_FIRST))
                .toList();
    }

    private Stream<Scan> trackedScans() {
        return scans == null ? Stream.empty() : scans.scans().stream();
    }

    private <T> @Nullable T tracked(Function<Scans, @Nullable T> property) {
        return scans == null ? null : property.apply(scans);
    }

    private <T> @Nullable T last(Function<Fact, @Nullable T> property) {
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
