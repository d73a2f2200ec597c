package com.deliveryhistory.optin.history;

import com.deliveryhistory.optin.deliveries.Summary.Day;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * A number for each day as bars. Public for the templates.
 *
 * @param width of the drawing
 * @param total over all days
 * @param peak the bar of the day with the most, the latest such; {@code null} if there is nothing on any day
 */
public record DayChart(
        List<Bar> bars, int width, long total, @Nullable Bar peak) {

    /** Height of the drawing. */
    public static final int HEIGHT = 100;

    private static final int STEP = 10;
    private static final int BAR = 8;

    /** One day; a day with anything at all has a bar that can be seen. */
    public record Bar(LocalDate day, long count, int x, int y, int width, int height) {}

    static DayChart of(List<Day> days, ToLongFunction<Day> number) {
        long most = days.stream().mapToLong(number).max().orElse(0);
        List<Bar> bars = new ArrayList<>();
        Bar peak = null;
        long total = 0;
        for (Day day : days) {
            long count = number.applyAsLong(day);
            int height = count == 0 ? 0 : (int) Math.max(2, Math.round((double) HEIGHT * count / most));
            Bar bar = new Bar(day.day(), count, STEP * bars.size() + (STEP - BAR) / 2, HEIGHT - height, BAR, height);
            bars.add(bar);
            total += count;
            if (count > 0 && count == most) {
                peak = bar;
            }
        }
        return new DayChart(List.copyOf(bars), STEP * bars.size(), total, peak);
    }

    public boolean isEmpty() {
        return total == 0;
    }
}
