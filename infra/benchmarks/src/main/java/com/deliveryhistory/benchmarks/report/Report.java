package com.deliveryhistory.benchmarks.report;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a benchmark found. */
public record Report(String name, List<Figure> figures, List<Ratio> ratios) {

    public Report {
        figures = List.copyOf(figures);
        ratios = List.copyOf(ratios);
    }

    public static Builder of(String name) {
        return new Builder(name);
    }

    /** Collects figures in the order in which they are to be read. */
    public static final class Builder {

        private final String name;
        private final List<Figure> figures = new ArrayList<>();
        private final List<Ratio> ratios = new ArrayList<>();

        private Builder(String name) {
            this.name = name;
        }

        public Builder figure(String what, double value, String unit) {
            figures.add(new Figure(what, value, unit));
            return this;
        }

        /** The median of the rounds. */
        public Builder figure(String what, Samples rounds, String unit) {
            return figure(what, rounds.median(), unit);
        }

        /**
         * The quotient of two figures, which are already here.
         *
         * @param aim {@code null} if there is none
         */
        public Builder ratio(String of, String to, @Nullable Double aim) {
            ratios.add(new Ratio(of, to, value(of) / value(to), aim));
            return this;
        }

        public Report build() {
            return new Report(name, figures, ratios);
        }

        private double value(String what) {
            return figures.stream()
                    .filter(figure -> figure.what().equals(what))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("No figure: " + what))
                    .value();
        }
    }
}
