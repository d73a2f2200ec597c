package com.deliveryhistory.services.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.text.similarity.DamerauLevenshteinDistance;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;

/**
 * The name of a setting.
 *
 * @param elements between the dots, without places in a list; {@code <…>} stands for any, and as the last one for any more
 */
record SettingName(List<String> elements) {

    private static final DamerauLevenshteinDistance CHANGES = new DamerauLevenshteinDistance();

    static SettingName of(String dotted) {
        return new SettingName(List.of(dotted.split("\\.")));
    }

    static SettingName of(ConfigurationPropertyName name) {
        return new SettingName(IntStream.range(0, name.getNumberOfElements())
                .filter(at -> !name.isNumericIndex(at))
                .mapToObj(at -> name.getElement(at, Form.DASHED))
                .toList());
    }

    String first() {
        return elements.getFirst();
    }

    /** Whether the other is this one, or what holds it. */
    boolean matches(SettingName other) {
        return matchesFrom(0, other);
    }

    /** Whether the other is this one but for a slip in its first element. */
    boolean matchesButForItsFirstElement(SettingName other) {
        return elements.size() > 1
                && other.elements.size() > 1
                && matchesFrom(1, other)
                && CHANGES.apply(first(), other.first()) == 1;
    }

    private boolean matchesFrom(int from, SettingName other) {
        int longest = isAny(elements.size() - 1) ? Integer.MAX_VALUE : elements.size();
        return other.elements.size() <= longest
                && IntStream.range(from, Math.min(elements.size(), other.elements.size()))
                        .allMatch(at -> isAny(at) || isSame(elements.get(at), other.elements.get(at)));
    }

    /** With what the other has in place of what stands for any. */
    SettingName filledFrom(SettingName other) {
        List<String> filled = new ArrayList<>(elements);
        for (int at = 0; at < Math.min(filled.size(), other.elements.size()); at++) {
            if (isAny(at)) {
                filled.set(at, other.elements.get(at));
            }
        }
        return new SettingName(filled);
    }

    private boolean isAny(int at) {
        return elements.get(at).startsWith("<");
    }

    private static boolean isSame(String one, String other) {
        return one.replace("-", "").equalsIgnoreCase(other.replace("-", ""));
    }

    /** How many letters are to be changed, added, left out or swapped with the next one to make the other. */
    int changesTo(SettingName other) {
        return CHANGES.apply(toString(), other.toString());
    }

    @Override
    public String toString() {
        return String.join(".", elements);
    }
}
