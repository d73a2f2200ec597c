package com.deliveryhistory.localstack.browser;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jsoup.Connection.KeyVal;
import org.jsoup.Jsoup;
import org.jsoup.helper.HttpConnection;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.FormElement;
import org.jspecify.annotations.Nullable;

/** A page as a person without JavaScript uses it: by the words on its links, buttons and labels. */
public final class Page {

    private static final int SHOWN_TEXT = 300;

    private final Browser browser;
    private final URI address;
    private final int status;
    private final Document document;

    Page(Browser browser, URI address, int status, String html) {
        this.browser = browser;
        this.address = address;
        this.status = status;
        this.document = Jsoup.parse(html, address.toString());
    }

    public URI address() {
        return address;
    }

    public String text() {
        return document.text();
    }

    public boolean says(String words) {
        return text().toLowerCase(Locale.ROOT).contains(words.toLowerCase(Locale.ROOT));
    }

    /** Whether there is an element with this id, as pages mark what they tell. */
    public boolean tells(String id) {
        return document.getElementById(id) != null;
    }

    public boolean hasField(String label) {
        return findField(label).isPresent();
    }

    /** Whether there is a link or button with exactly these words. */
    public boolean offers(String words) {
        return clickable(document, words).findAny().isPresent();
    }

    public Page fill(String label, String value) {
        field(label).val(value);
        return this;
    }

    /** Ticks the box whose label contains the words. */
    public Page tick(String words) {
        Element box = document.select("label").stream()
                .filter(label -> label.text().contains(words))
                .map(this::labelled)
                .flatMap(Optional::stream)
                .findFirst()
                .orElseThrow(() -> failure("a box \"" + words + "\""));
        box.attr("checked", "checked");
        return this;
    }

    /** Follows the first link, or presses the first button, with these words. */
    public Page click(String words) {
        return click(clickable(document, words).findFirst().orElseThrow(() -> failure("\"" + words + "\" to click")));
    }

    /** Like {@link #click}, in the part of the page that has a heading with exactly these words. */
    public Page clickBelow(String heading, String words) {
        for (Element candidate : clickable(document, words).toList()) {
            for (Element around = candidate.parent(); around != null; around = around.parent()) {
                boolean alone = clickable(around, words).count() == 1;
                if (alone && hasHeading(around, heading)) {
                    return click(candidate);
                }
            }
        }
        throw failure("\"" + words + "\" to click below \"" + heading + "\"");
    }

    /** Sends the form that the field with this label is in, by its first button. */
    public Page submit(String label) {
        Element field = field(label);
        if (field.closest("form") instanceof FormElement form) {
            return send(form, form.selectFirst("button:not([type=button]), input[type=submit]"));
        }
        throw failure("a form around \"" + label + "\"");
    }

    public StepFailed failure(String expected) {
        String seen = text().length() > SHOWN_TEXT ? text().substring(0, SHOWN_TEXT) + "…" : text();
        return new StepFailed("expected %s; got %s (status %d): %s".formatted(expected, withoutQuery(), status, seen));
    }

    /** Queries may hold an authorization code. */
    private String withoutQuery() {
        String full = address.toString();
        int query = full.indexOf('?');
        return query < 0 ? full : full.substring(0, query);
    }

    private Page click(Element element) {
        if (element.tagName().equals("a")) {
            return browser.open(URI.create(element.absUrl("href")));
        }
        if (element.closest("form") instanceof FormElement form) {
            return send(form, element);
        }
        throw failure("a form around the button \"" + element.text() + "\"");
    }

    private Page send(FormElement form, @Nullable Element button) {
        String fields = Stream.concat(
                        form.formData().stream(), Stream.ofNullable(button).flatMap(Page::ownValue))
                .map(field -> encoded(field.key()) + "=" + encoded(field.value()))
                .collect(Collectors.joining("&"));
        String action = form.hasAttr("action") ? form.absUrl("action") : address.toString();
        if (button != null && button.hasAttr("formaction")) {
            action = button.absUrl("formaction");
        }
        return form.attr("method").equalsIgnoreCase("post")
                ? browser.post(URI.create(action), fields)
                : browser.open(URI.create(action + (action.contains("?") ? "&" : "?") + fields));
    }

    private static Stream<KeyVal> ownValue(Element button) {
        String name = button.attr("name");
        return name.isEmpty() ? Stream.empty() : Stream.of(HttpConnection.KeyVal.create(name, button.attr("value")));
    }

    private static Stream<Element> clickable(Element within, String words) {
        return within.select("a[href], button, input[type=submit]").stream()
                .filter(element -> !element.hasAttr("disabled"))
                .filter(element -> element.text().strip().equals(words)
                        || element.attr("value").equals(words));
    }

    private static boolean hasHeading(Element within, String words) {
        return within.select("h1, h2, h3, h4").stream()
                .anyMatch(heading -> heading.text().strip().equals(words));
    }

    private Element field(String label) {
        return findField(label).orElseThrow(() -> failure("a field \"" + label + "\""));
    }

    private Optional<Element> findField(String label) {
        return document.select("label").stream()
                .filter(element -> element.text().strip().equals(label))
                .map(this::labelled)
                .flatMap(Optional::stream)
                .findFirst();
    }

    private Optional<Element> labelled(Element label) {
        Element field = label.hasAttr("for")
                ? document.getElementById(label.attr("for"))
                : label.selectFirst("input, select, textarea");
        return Optional.ofNullable(field);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
