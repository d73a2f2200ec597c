package com.deliveryhistory.optin.languages;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The languages that all words exist in. */
public final class Languages {

    /** For everybody who asks for none that there is. */
    public static final Locale DEFAULT = Locale.ENGLISH;

    public static final List<Locale> ALL = List.of(DEFAULT, Locale.GERMAN, Locale.of("es"));

    private Languages() {}

    /** The language that a tag such as {@code de} or {@code de-AT} asks for, if there are words in it. */
    public static Optional<Locale> find(@Nullable String tag) {
        return tag == null ? Optional.empty() : find(Locale.forLanguageTag(tag));
    }

    /** The first of the browser's languages that there is, by its {@code Accept-Language}. */
    public static Locale ofBrowser(HttpServletRequest request) {
        return Collections.list(request.getLocales()).stream()
                .flatMap(wanted -> find(wanted).stream())
                .findFirst()
                .orElse(DEFAULT);
    }

    private static Optional<Locale> find(Locale wanted) {
        return ALL.stream()
                .filter(language -> language.getLanguage().equals(wanted.getLanguage()))
                .findFirst();
    }
}
