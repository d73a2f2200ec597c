package com.deliveryhistory.systemtests.supplychain;

import com.deliveryhistory.systemtests.supplychain.Sbom.Component;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the document of the supply chain says of third parties: the licences that may be used, and who is used under which.
 * A row of a library names its group alone if all libraries of that group have the same licences.
 */
final class ThirdParty {

    private static final Pattern ROW = Pattern.compile("\\| `([^`]+)` \\|(.*)\\|");
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");

    private final Map<String, String> allowed;
    private final Map<String, String> corrections;
    private final Map<String, String> libraries;

    /** Reads the tables under the headings {@code Licences}, {@code Corrections} and {@code Libraries}. */
    ThirdParty(String markdown) {
        this.allowed = rows(markdown, "Licences");
        this.corrections = rows(markdown, "Corrections");
        this.libraries = rows(markdown, "Libraries");
    }

    /** Components that can be used under no licence of the allowed ones, with the licences that they have. */
    List<String> refused(Collection<Component> components) {
        return foreign(components)
                .filter(component -> licences(component).stream().noneMatch(allowed::containsKey))
                .map(component -> component.coordinates() + " " + licences(component))
                .distinct()
                .toList();
    }

    /** Licences that no component has, and corrections that none needs. */
    Set<String> needless(Collection<Component> components) {
        Set<String> needless = new TreeSet<>(allowed.keySet());
        needless.addAll(corrections.keySet());
        foreign(components).forEach(component -> {
            needless.removeAll(licences(component));
            needless.remove(component.coordinates());
        });
        return needless;
    }

    /** Rows of libraries that are in the document. */
    Map<String, Set<String>> rows() {
        Map<String, Set<String>> rows = new TreeMap<>();
        libraries.forEach((library, licences) -> rows.put(library, codes(licences)));
        return rows;
    }

    /** Rows that belong to these components. */
    Map<String, Set<String>> rowsOf(Collection<Component> components) {
        Map<String, Set<String>> rows = new TreeMap<>();
        foreign(components).collect(Collectors.groupingBy(Component::group)).forEach((group, members) -> {
            boolean alike = members.stream().map(this::licences).distinct().count() == 1;
            members.forEach(member -> rows.put(alike ? group : group + ":" + member.name(), licences(member)));
        });
        return rows;
    }

    /** Those that its SBOM names, unless that is known to be wrong in this very version. */
    private Set<String> licences(Component component) {
        String correction = corrections.get(component.coordinates());
        return new TreeSet<>(correction == null ? component.licences() : codes(correction));
    }

    private static Stream<Component> foreign(Collection<Component> components) {
        return components.stream().filter(component -> !component.isOurs());
    }

    /** The second cell of each row under a second-level heading, by the first one. */
    private static Map<String, String> rows(String markdown, String heading) {
        return Pattern.compile("^## ", Pattern.MULTILINE)
                .splitAsStream(markdown)
                .filter(section -> section.lines().findFirst().orElse("").equals(heading))
                .flatMap(String::lines)
                .map(ROW::matcher)
                .filter(row -> row.matches())
                .collect(Collectors.toMap(
                        row -> row.group(1), row -> row.group(2).replaceAll("\\|.*", "")));
    }

    private static Set<String> codes(String cell) {
        return CODE.matcher(cell).results().map(code -> code.group(1)).collect(Collectors.toCollection(TreeSet::new));
    }
}
