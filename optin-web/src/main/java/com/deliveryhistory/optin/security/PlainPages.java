package com.deliveryhistory.optin.security;

import com.deliveryhistory.optin.languages.Languages;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springframework.http.MediaType;
import org.springframework.security.web.header.HeaderWriter;
import org.springframework.security.web.header.writers.ContentSecurityPolicyHeaderWriter;
import org.springframework.security.web.header.writers.HstsHeaderWriter;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.security.web.header.writers.XContentTypeOptionsHeaderWriter;
import org.springframework.stereotype.Component;
import org.thymeleaf.ITemplateEngine;
import org.thymeleaf.context.Context;

/** Pages that stand outside of Spring Security and of any session, and so without navigation. */
@Component
class PlainPages {

    /** What other pages get from Spring Security. */
    private static final List<HeaderWriter> HEADERS = List.of(
            new ContentSecurityPolicyHeaderWriter("default-src 'none'; style-src 'self'; base-uri 'none';"
                    + " form-action 'none'; frame-ancestors 'none'"),
            new XContentTypeOptionsHeaderWriter(),
            new HstsHeaderWriter(),
            new ReferrerPolicyHeaderWriter(ReferrerPolicy.SAME_ORIGIN));

    private final ITemplateEngine templates;

    PlainPages(ITemplateEngine templates) {
        this.templates = templates;
    }

    /** Sets what all of them have in common, before anything is written. Returns the language to write in. */
    Locale begin(HttpServletRequest request, HttpServletResponse response) {
        response.setHeader("Cache-Control", "no-store");
        HEADERS.forEach(header -> header.writeHeaders(request, response));
        response.setContentType(MediaType.TEXT_HTML_VALUE);
        response.setCharacterEncoding(StandardCharsets.UTF_8);
        Locale language = Languages.ofBrowser(request);
        response.setLocale(language);
        return language;
    }

    void write(String template, Locale language, Map<String, Object> model, Writer to) {
        templates.process(template, new Context(language, model), to);
    }
}
