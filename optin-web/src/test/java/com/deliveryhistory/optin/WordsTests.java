package com.deliveryhistory.optin;

import static org.assertj.core.api.Assertions.assertThat;

import com.deliveryhistory.events.EndReason;
import com.deliveryhistory.events.GrantState;
import com.deliveryhistory.optin.authorization.OptInProblem;
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
import org.junit.jupiter.api.Test;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/** Every text is in messages.properties, and every state and problem has its words. */
class WordsTests {

    private final Properties words = words();

    @Test
    void every_state_problem_and_reason_has_words() {
        List<String> keys = new ArrayList<>();
        for (Phase phase : Phase.values()) {
            keys.add("phase." + phase + ".name");
            keys.add("phase." + phase + ".next");
        }
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
        for (Resource template :
                new PathMatchingResourcePatternResolver().getResources("classpath:templates/**/*.html")) {
            Pattern.compile("#\\{([\\w.-]+)[(}]")
                    .matcher(template.getContentAsString(StandardCharsets.UTF_8))
                    .results()
                    .map((MatchResult match) -> match.group(1))
                    .forEach(used::add);
        }

        assertThat(used).hasSizeGreaterThan(50);
        assertThat(words.stringPropertyNames()).containsAll(used);
    }

    @Test
    void apostrophes_and_places_for_values_are_written_as_message_formats() {
        assertThat(words.stringPropertyNames()).allSatisfy(key -> {
            String text = words.getProperty(key);
            String shown = new MessageFormat(text, Locale.ENGLISH).format(new Object[] {"one", "two"});
            assertThat(shown.chars().filter(character -> character == '\'').count() * 2)
                    .isEqualTo(
                            text.chars().filter(character -> character == '\'').count());
            assertThat(shown).doesNotContain("{");
        });
    }

    private static Properties words() {
        Properties words = new Properties();
        try (Reader reader = new InputStreamReader(
                new PathMatchingResourcePatternResolver()
                        .getResource("classpath:messages.properties")
                        .getInputStream(),
                StandardCharsets.UTF_8)) {
            words.load(reader);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return words;
    }
}
