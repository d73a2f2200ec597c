package com.deliveryhistory.optin.deliveries;

import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which span of time has been collected; what is unknown is absent. */
public record Coverage(@Nullable List<Span> coverages) {

    public Coverage {
        coverages = coverages == null ? List.of() : List.copyOf(coverages);
    }

    /** What is collected for this application; {@code null}: nothing is known of it. */
    public @Nullable Span of(String application) {
        return coverages().stream()
                .filter(span -> application.equals(span.application()))
                .findFirst()
                .orElse(null);
    }

    @Override
    public List<Span> coverages() {
        return coverages == null ? List.of() : coverages;
    }

    /**
     * What is collected for one application.
     *
     * @param reason why it is parked, or what went wrong last
     * @param problem of what kind it is that went wrong last; absent if all is well
     * @param rejected what UPS did not answer so far; it is asked again
     * @param lost what can never be collected, or is no longer kept
     * @param keptForDays for how long packages are kept; absent while none is deleted for its age
     * @param erasedAt when what had been collected up to then was erased; absent if it never was
     */
    public record Span(
            @Nullable String application,
            @Nullable String coveredFrom,
            @Nullable String coveredTo,
            @Nullable String lastSuccessAt,
            @Nullable String behindSince,
            @Nullable String nextDueAt,
            @Nullable String state,
            @Nullable String reason,
            @Nullable String problem,
            @Nullable List<Gap> rejected,
            @Nullable List<Gap> lost,
            @Nullable Integer keptForDays,
            @Nullable String erasedAt) {

        private static final int MOST_SHOWN = 20;

        /** What the company has to see to itself. */
        private static final Set<String> FOR_THE_COMPANY = Set.of("TOKEN_REFUSED", "REQUEST_REJECTED");

        private static final Set<String> BY_ITSELF = Set.of("UPS_AWAY", "SYSTEM_AWAY");

        public Span {
            rejected = rejected == null ? List.of() : List.copyOf(rejected);
            lost = lost == null ? List.of() : List.copyOf(lost);
        }

        /** Whether the grant is not active, so that nothing is collected. */
        public boolean isParked() {
            return "PARKED".equals(state);
        }

        /** What keeps it from being collected, as {@code collection.problem.<this>} words it; empty if nothing known does. */
        public String knownProblem() {
            return problem != null && !isParked() && (FOR_THE_COMPANY.contains(problem) || BY_ITSELF.contains(problem))
                    ? problem
                    : "";
        }

        /** Whether nothing is collected until somebody of the company has seen to it. */
        public boolean isForTheCompany() {
            return FOR_THE_COMPANY.contains(knownProblem());
        }

        /** What to say, as a message key, of a history that has no deliveries though the opt-in is active. */
        public String nothingYet() {
            if (isCovered()) {
                return "history.empty.collected";
            }
            if (isForTheCompany()) {
                return "history.empty.problem"; // what it is stands above
            }
            return knownProblem().isEmpty() ? "history.empty" : "collection.problem." + knownProblem();
        }

        /** Whether it was erased, and nothing has been collected since. */
        public boolean isErased() {
            return erasedAt != null && !isCovered();
        }

        public boolean isCovered() {
            return coveredFrom != null && coveredTo != null;
        }

        /** How many spans are missing, for now or for ever; what is no longer kept is not. */
        public long missing() {
            return rejected().size()
                    + lost().stream().filter(gap -> !gap.isNoLongerKept()).count();
        }

        /** The latest of what can never be collected. */
        public List<Gap> latestLost() {
            return latest(lost());
        }

        /** The latest of what UPS is asked for again. */
        public List<Gap> latestRejected() {
            return latest(rejected());
        }

        /** How many are missing and not among the latest. */
        public int notShown() {
            return rejected().size()
                    + lost().size()
                    - latestLost().size()
                    - latestRejected().size();
        }

        @Override
        public List<Gap> rejected() {
            return rejected == null ? List.of() : rejected;
        }

        @Override
        public List<Gap> lost() {
            return lost == null ? List.of() : lost;
        }

        private static List<Gap> latest(List<Gap> gaps) {
            return gaps.stream()
                    .sorted(Comparator.comparing(Gap::from).reversed())
                    .limit(MOST_SHOWN)
                    .toList();
        }
    }

    /** A span of time that is missing. */
    public record Gap(
            String from,
            String to,
            @Nullable String cause,
            @Nullable String reason) {

        private static final Set<String> CAUSES = Set.of("GRANT_NOT_ACTIVE", "OLDER_THAN_UPS_KEEPS", "REJECTED_BY_UPS");

        /** Whether it was there, and was deleted for its age. */
        public boolean isNoLongerKept() {
            return "NO_LONGER_KEPT".equals(cause);
        }

        /** The cause, {@code OTHER} if it is one that is not known here. */
        public String knownCause() {
            return Stream.ofNullable(cause).filter(CAUSES::contains).findFirst().orElse("OTHER");
        }
    }
}
