package com.deliveryhistory.systemtests.documents;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Names in documents, and in what operators are told, beside what is named. */
class DocumentNamesTests {

    private static final Pattern TEST = Pattern.compile("(\\w+Tests)(?:\\.(\\w+))?");
    private static final Pattern MEMBER = Pattern.compile("([A-Z]\\w+)\\.([a-z]\\w+)");
    private static final Pattern SENTENCE = Pattern.compile("\\.?[a-z]+(?:_[a-z0-9]+){3,}");
    private static final Pattern SETTING = Pattern.compile("([a-z-]+)(?:\\.(?:[a-z-]+|<[a-z]+>))+");
    private static final Pattern METRIC = Pattern.compile(
            "((?:access_tokens|announcements|dead_letters|events|grants|history|keys_file|mails|opt_ins|ups_answers)(?:_[a-z]+)+)(?:\\{.*)?");
    private static final Pattern NAME_IN_A_TEXT = Pattern.compile("(?<![.\\w])(?:grants|history|ups)[._][a-z_.]*[a-z]");
    private static final Pattern PART = Pattern.compile("_(count|sum|max|bucket)$");

    /** What looks like a setting of ours and is a file, a host, or a method of the example. */
    private static final Pattern NO_SETTING =
            Pattern.compile(".*\\.(jar|json|jwk|jwks|key|html)|ups\\.localhost|mail\\.smtp\\..*|grants\\.(done|later)");

    private static final Path REQUIREMENTS = Path.of("optin-web/security.md");
    private static final Path SETTINGS = Path.of("infra/configuration.md");

    private static final List<Document> DOCUMENTS = Document.all();
    private static final Map<String, String> CLASSES = Document.classes();
    private static final Set<String> METRICS =
            Document.of(Path.of("infra/observability/metrics.md")).firstCells().stream()
                    .map(codes -> codes.getFirst().replaceFirst("\\{.*", ""))
                    .collect(Collectors.toSet());

    @Test
    void every_test_and_every_method_that_a_document_names_is_there() {
        assertThat(CLASSES).hasSizeGreaterThan(500);
        assertThat(unknown(TEST, test -> has(test.group(1), test.group(2)))).isEmpty();
        assertThat(unknown(
                        MEMBER,
                        member -> !CLASSES.containsKey(member.group(1)) || has(member.group(1), member.group(2))))
                .isEmpty();
    }

    @Test
    void every_sentence_beside_a_requirement_is_a_test() {
        String code = String.join("\n", CLASSES.values());

        assertThat(Document.of(REQUIREMENTS).codes())
                .filteredOn(named -> SENTENCE.matcher(named).matches())
                .hasSizeGreaterThan(3)
                .allSatisfy(named -> assertThat(code.contains("void %s(".formatted(named.replace(".", ""))))
                        .as(named)
                        .isTrue());
    }

    @Test
    void every_metric_of_ours_that_a_document_names_is_in_the_reference() {
        assertThat(unknown(METRIC, metric -> isMetric(metric.group(1)))).isEmpty();
    }

    @Test
    void every_metric_or_setting_that_operators_are_told_of_is_in_a_reference() {
        Set<String> settings = settings();

        assertThat(NAME_IN_A_TEXT.matcher(CLASSES.get("Meanings")).results().map(MatchResult::group))
                .hasSizeGreaterThan(3)
                .allMatch(name -> isMetric(name) || isIn(settings, name));
    }

    @Test
    void every_setting_of_ours_that_a_document_names_is_in_the_reference() {
        Set<String> known = settings();
        Set<String> groups = known.stream()
                .map(name -> name.replaceFirst("\\..*", ""))
                .collect(Collectors.toCollection(HashSet::new));
        groups.removeAll(Set.of("spring", "management", "logging"));

        assertThat(known).hasSizeGreaterThan(150);
        assertThat(unknown(
                        SETTING,
                        setting -> !groups.contains(setting.group(1))
                                || NO_SETTING.matcher(setting.group()).matches()
                                || isIn(known, setting.group().replaceAll("<[^>]*>", "<>"))))
                .isEmpty();
    }

    private static boolean isIn(Set<String> known, String name) {
        return known.contains(name) || known.stream().anyMatch(other -> other.startsWith(name + "."));
    }

    private static Set<String> settings() {
        Set<String> names = new HashSet<>(Set.of("service-identity.trusted.<>"));
        Document.of(SETTINGS).firstCells().forEach(codes -> {
            String first = codes.getFirst();
            String stem = first.substring(0, Math.max(first.lastIndexOf('.'), 0));
            codes.forEach(code -> names.add((code.startsWith(".") ? stem + code : code).replaceAll("<[^>]*>", "<>")));
        });
        return names;
    }

    private static boolean isMetric(String name) {
        return METRICS.contains(name) || METRICS.contains(PART.matcher(name).replaceFirst(""));
    }

    private static boolean has(String type, @Nullable String member) {
        String code = CLASSES.get(type);
        return code != null
                && (member == null
                        || Pattern.compile("\\b%s\\b".formatted(member))
                                .matcher(code)
                                .find());
    }

    /** What documents have in the line as code, and is not known. */
    private static List<String> unknown(Pattern name, Predicate<MatchResult> isKnown) {
        return DOCUMENTS.stream()
                .flatMap(document -> document.codes().stream()
                        .flatMap(code -> Stream.of(name.matcher(code)))
                        .filter(code -> code.matches() && !isKnown.test(code.toMatchResult()))
                        .map(code -> "%s: %s".formatted(document.path(), code.group())))
                .toList();
    }
}
