package com.deliveryhistory.optin;

import static org.assertj.core.api.Assertions.assertThat;

import com.deliveryhistory.events.EndReason;
import com.deliveryhistory.events.GrantState;
import com.deliveryhistory.optin.authorization.OptInProblem;
import com.deliveryhistory.optin.languages.Languages;
import com.deliveryhistory.optin.pages.ApplicationCard.Phase;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.text.MessageFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/** Every text is in messages.properties in every language, and every state and problem has its words. */
class WordsTests {

    private final Properties words = words(Languages.DEFAULT);

    @Test
    void every_state_problem_and_reason_has_words() {
        List<String> keys = new ArrayList<>();
        for (Phase phase : Phase.values()) {
            keys.add("phase." + phase + ".name");
            keys.add("phase." + phase + ".next");
        }
        keys.addAll(List.of(
                "phase.ACTIVE.collecting", "phase.ACTIVE.expiring", "phase.ACTIVATING.slow", "phase.ENDING.slow"));
        for (OptInProblem problem : OptInProblem.values()) {
            keys.add("problem." + problem + ".title");
            keys.add("problem." + problem + ".text");
        }
        for (EndReason reason : EndReason.values()) {
            keys.add("ended." + reason);
        }
        keys.add("ended." + GrantState.EXPIRED);
        keys.add("ended." + GrantState.WITHDRAWN);

        assertThat(words.stringPropertyNames()).containsAll(keys);
    }

    @Test
    void templates_use_no_words_that_are_missing() throws IOException {
        Set<String> used = new TreeSet<>();
        for (Resource template : templates()) {
            Pattern.compile("#\\{([\\w.-]+)[(}]")
                    .matcher(template.getContentAsString(StandardCharsets.UTF_8))
                    .results()
                    .map((MatchResult match) -> match.group(1))
                    .forEach(used::add);
        }

        assertThat(used).hasSizeGreaterThan(50);
        assertThat(words.stringPropertyNames()).containsAll(used);
    }

    @ParameterizedTest
    @MethodSource("languages")
    void apostrophes_and_places_for_values_are_written_as_message_formats(Locale language) {
        Properties spoken = words(language);

        assertThat(spoken.stringPropertyNames()).allSatisfy(key -> {
            String text = spoken.getProperty(key);
            String shown = new MessageFormat(text, language).format(new Object[] {1, 2, 3, 4, 5});
            assertThat(shown.chars().filter(character -> character == '\'').count() * 2)
                    .isEqualTo(
                            text.chars().filter(character -> character == '\'').count());
            assertThat(shown).doesNotContain("{");
        });
    }

    @ParameterizedTest
    @MethodSource("languages")
    void every_language_has_the_same_words_with_the_same_places_for_values(Locale language) {
        Properties spoken = words(language);

        assertThat(spoken.stringPropertyNames()).containsExactlyInAnyOrderElementsOf(words.stringPropertyNames());
        assertThat(spoken.stringPropertyNames()).allSatisfy(key -> {
            assertThat(spoken.getProperty(key)).isNotBlank();
            assertThat(places(spoken.getProperty(key))).isEqualTo(places(words.getProperty(key)));
        });
    }

    @ParameterizedTest
    @MethodSource("languages")
    void one_is_not_told_as_many(Locale language) {
        Properties spoken = words(language);
        Pattern asMany = Pattern.compile(
                "\\b1 (numbers|seconds|minutes|days|Nummern|Sekunden|Minuten|Tage|números|segundos|minutos|días)\\b",
                Pattern.UNICODE_CHARACTER_CLASS);

        assertThat(spoken.stringPropertyNames())
                .filteredOn(key -> !key.equals("mail.days")) // never used for one
                .allSatisfy(key -> assertThat(new MessageFormat(spoken.getProperty(key), language)
                                .format(new Object[] {1, 1, 1, 1, 1}))
                        .doesNotContainPattern(asMany));
    }

    @ParameterizedTest
    @MethodSource("languages")
    void no_word_is_defined_twice(Locale language) throws IOException {
        List<String> keys = Pattern.compile("(?m)^([\\w.-]+)=")
                .matcher(file(language).getContentAsString(StandardCharsets.UTF_8))
                .results()
                .map(match -> match.group(1))
                .toList();

        assertThat(keys).doesNotHaveDuplicates().hasSameSizeAs(words.stringPropertyNames());
    }

    @Test
    void templates_have_no_words_of_their_own() throws IOException {
        for (Resource template : templates()) {
            Document document = Jsoup.parse(template.getContentAsString(StandardCharsets.UTF_8));
            assertThat(document.getAllElements()).as(template.getFilename()).allSatisfy(element -> {
                if (!isReplaced(element)) {
                    assertThat(element.ownText().replaceAll("\\[\\[.*?]]", "")).doesNotContainPattern("\\p{L}");
                }
                for (String attribute : List.of("alt", "title", "placeholder", "aria-label", "label")) {
                    assertThat(element.attr(attribute)).isEmpty();
                }
            });
        }
    }

    static List<Locale> languages() {
        return Languages.ALL;
    }

    /** Whether what stands in the template is only there for who reads it. */
    private static boolean isReplaced(Element element) {
        return Stream.concat(Stream.of(element), element.parents().stream())
                .anyMatch(each -> each.hasAttr("th:text") || each.hasAttr("th:utext") || each.hasAttr("th:replace"));
    }

    private static Set<String> places(String text) {
        return Pattern.compile("\\{(\\d)")
                .matcher(text)
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Resource[] templates() throws IOException {
        return new PathMatchingResourcePatternResolver().getResources("classpath:templates/**/*.html");
    }

    private static Resource file(Locale language) {
        return new ClassPathResource(
                language.equals(Languages.DEFAULT) ? "messages.properties" : "messages_" + language + ".properties");
    }

    private static Properties words(Locale language) {
        Properties words = new Properties();
        try (Reader reader = new InputStreamReader(file(language).getInputStream(), StandardCharsets.UTF_8)) {
            words.load(reader);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return words;
    }
}
