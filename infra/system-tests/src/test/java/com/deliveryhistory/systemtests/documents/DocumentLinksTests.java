package com.deliveryhistory.systemtests.documents;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class DocumentLinksTests {

    private static final Pattern ELSEWHERE = Pattern.compile("[a-z]+:.*");

    @Test
    void every_link_within_the_repository_leads_somewhere() {
        Map<Path, Document> documents =
                Document.all().stream().collect(Collectors.toMap(Document::path, Function.identity()));

        assertThat(documents).hasSizeGreaterThan(10).containsKey(Path.of("README.md"));
        assertThat(documents.values().stream().flatMap(document -> dead(document, documents).stream()))
                .isEmpty();
    }

    @Test
    void links_and_anchors_are_found_as_people_follow_them() {
        Document document = Document.parse(Path.of("a.md"), """
                # What `x.y` costs, and why
                [a](b.md#c) in text, `[not](this.md)`, | [in a table](../d.md) |
                ## Twice
                ## Twice

                    [nor](that.md)
                """);

        assertThat(document.links()).containsExactly("b.md#c", "../d.md");
        assertThat(document.anchors()).containsExactly("what-xy-costs-and-why", "twice", "twice-1");
        assertThat(document.codes()).containsExactly("x.y", "[not](this.md)");
    }

    private static List<String> dead(Document document, Map<Path, Document> documents) {
        List<String> dead = new ArrayList<>();
        for (String link : document.links()) {
            if (!ELSEWHERE.matcher(link).matches() && !leadsSomewhere(document, link, documents)) {
                dead.add("%s: %s".formatted(document.path(), link));
            }
        }
        return dead;
    }

    private static boolean leadsSomewhere(Document from, String link, Map<Path, Document> documents) {
        String[] parts = link.split("#", 2);
        Path target = parts[0].isEmpty()
                ? from.path()
                : Objects.requireNonNullElse(from.path().getParent(), Path.of(""))
                        .resolve(parts[0])
                        .normalize();
        if (parts.length == 1) {
            return Files.exists(Document.ROOT.resolve(target));
        }
        Document document = documents.get(target);
        return document != null && document.anchors().contains(parts[1]);
    }
}
