package com.deliveryhistory.optin.languages;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.LocaleResolver;

/** What the person has chosen, or else the first language of the browser's that there is. */
@Component(DispatcherServlet.LOCALE_RESOLVER_BEAN_NAME)
class LanguageResolver implements LocaleResolver {

    @Override
    public Locale resolveLocale(HttpServletRequest request) {
        return chosen().orElseGet(() -> Languages.ofBrowser(request));
    }

    /** People choose on their profile, which is where it is kept. */
    @Override
    public void setLocale(HttpServletRequest request, @Nullable HttpServletResponse response, @Nullable Locale locale) {
        throw new UnsupportedOperationException("A language is chosen on the profile");
    }

    private static Optional<Locale> chosen() {
        Authentication somebody = SecurityContextHolder.getContext().getAuthentication();
        return somebody != null && somebody.getPrincipal() instanceof PrefersLanguage person
                ? Languages.find(person.language())
                : Optional.empty();
    }
}
