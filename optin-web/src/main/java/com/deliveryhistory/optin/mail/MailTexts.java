package com.deliveryhistory.optin.mail;

import com.deliveryhistory.optin.languages.Times;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;
import org.thymeleaf.TemplateEngine;
import org.thymeleaf.context.Context;
import org.thymeleaf.spring6.SpringTemplateEngine;
import org.thymeleaf.templatemode.TemplateMode;
import org.thymeleaf.templateresolver.ClassLoaderTemplateResolver;

/** Puts mails into words: subject, plain text and HTML, all in the person's language. */
@Component
class MailTexts {

    private final MessageSource words;
    private final Times times;
    private final TemplateEngine templates;

    MailTexts(MessageSource words, Times times) {
        this.words = words;
        this.times = times;
        SpringTemplateEngine engine = new SpringTemplateEngine();
        engine.setTemplateEngineMessageSource(words);
        engine.addTemplateResolver(resolver("html", TemplateMode.HTML));
        engine.addTemplateResolver(resolver("txt", TemplateMode.TEXT));
        this.templates = engine;
    }

    /** A mail in words. The subject is one line. */
    record Text(String subject, String plain, String html) {}

    Text of(Mail mail, URI baseUrl) {
        Locale language = mail.language();
        Object[] values = mail.kind().facts().stream()
                .map(fact -> value(fact, Objects.requireNonNull(mail.facts().get(fact)), language))
                .toArray();
        String page = Objects.requireNonNullElseGet(
                mail.kind().page(), () -> Objects.requireNonNull(mail.facts().get("link")));
        String subject = words.getMessage(mail.kind().words("subject"), values, language);
        Context context = new Context(
                language,
                Map.of(
                        "language", language.getLanguage(),
                        "subject", subject,
                        "paragraphs",
                                List.of(
                                        words.getMessage(mail.kind().words("text"), values, language),
                                        words.getMessage(mail.kind().more(), values, language)),
                        "button", words.getMessage(mail.kind().words("button"), values, language),
                        "link", baseUrl.resolve(page).toString(),
                        "to", mail.to()));
        return new Text(
                oneLine(subject), templates.process("mail.txt", context), templates.process("mail.html", context));
    }

    private String value(String fact, String value, Locale language) {
        return switch (fact) {
            case "at", "until" -> times.at(Instant.parse(value), language);
            case "reason" -> words.getMessage("ended." + value, null, language);
            case "days" -> days(value, language);
            default -> oneLine(value);
        };
    }

    private String days(String days, Locale language) {
        return words.getMessage(days.equals("1") ? "mail.day" : "mail.days", new Object[] {days}, language);
    }

    /** A header ends with its line: whatever else stands in a subject must not begin another one. */
    private static String oneLine(String text) {
        return text.replaceAll("[\\p{Cntrl}\\u2028\\u2029]+", " ").strip();
    }

    private static ClassLoaderTemplateResolver resolver(String suffix, TemplateMode mode) {
        ClassLoaderTemplateResolver resolver = new ClassLoaderTemplateResolver(MailTexts.class.getClassLoader());
        resolver.setPrefix("templates/mail/");
        resolver.setResolvablePatterns(Set.of("*." + suffix));
        resolver.setTemplateMode(mode);
        resolver.setCharacterEncoding(StandardCharsets.UTF_8.name());
        return resolver;
    }
}
