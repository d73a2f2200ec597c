package com.deliveryhistory.systemtests;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.Media;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Looks at a page as people with different screens and needs do: axe-core's rules in light and dark, nothing to scroll
 * sideways at any width and nothing cut off at twice the size, one title and one first heading. Leaves pictures in
 * {@code target/screenshots}.
 */
final class PageCheck {

    private static final Path SCREENSHOTS = Path.of("target", "screenshots");
    private static final List<String> RULES =
            List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice");
    private static final int[] WIDTHS = {320, 768, 1280};
    private static final int HEIGHT = 800;

    /** What a browser of 1280 pixels has at 200 %. */
    private static final int ZOOMED = 640;

    /** What a sheet of A4 has between its margins. */
    private static final int SHEET = 718;

    /** Elements that end outside of the window, or hide a part of what is in them; not what can be scrolled, or is for screen readers. */
    private static final String CUT_OFF = """
            () => [...document.querySelectorAll('body *')].filter(element => {
                const box = element.getBoundingClientRect();
                const style = getComputedStyle(element);
                if (box.width <= 1 || box.height <= 1 || style.visibility === 'hidden' || element.closest('.scroll, .skip, .visually-hidden, svg')
                        || element.matches('input, textarea, select, option, progress')) {
                    return false;
                }
                const hides = style.overflowX === 'hidden' || style.overflowX === 'clip';
                return box.left < -1 || box.right > innerWidth + 1 || hides && element.scrollWidth > element.clientWidth + 1;
            }).map(element => element.outerHTML.slice(0, 120)).join('; ')""";

    private final List<String> findings = new ArrayList<>();

    /** Looks at the page as it is now. */
    void look(Page page, String name) {
        page.waitForLoadState();
        for (int width : WIDTHS) {
            page.setViewportSize(width, HEIGHT);
            scrollsOnlyDown(page, name, width);
            picture(page, name + "-" + width);
        }
        page.setViewportSize(ZOOMED, HEIGHT / 2);
        scrollsOnlyDown(page, name + " at 200 %", ZOOMED);
        Object cutOff = page.evaluate(CUT_OFF);
        if (!"".equals(cutOff)) {
            findings.add("%s at 200 %%: cut off: %s".formatted(name, cutOff));
        }
        page.setViewportSize(WIDTHS[WIDTHS.length - 1], HEIGHT);
        axe(page, name + " in light");
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
        axe(page, name + " in dark");
        picture(page, name + "-dark");
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
        if (page.locator("h1").count() != 1 || page.title().indexOf('·') < 2) {
            findings.add("%s: %d first headings, title %s"
                    .formatted(name, page.locator("h1").count(), page.title()));
        }
    }

    /**
     * Looks at the page as it is now on paper: without navigation and buttons, and with all that is said to be wanted there.
     *
     * @param wanted selectors of what has to be on paper
     */
    void print(Page page, String name, String... wanted) {
        page.setViewportSize(SHEET, HEIGHT);
        page.emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.PRINT));
        scrollsOnlyDown(page, name + " on paper", SHEET);
        for (Locator useless : page.locator("body > header, body > footer, nav, form, button, [role=button], .back")
                .all()) {
            if (useless.isVisible()) {
                findings.add("%s on paper: %s".formatted(name, useless.evaluate("element => element.outerHTML")));
            }
        }
        for (String selector : wanted) {
            if (!page.locator(selector).first().isVisible()) {
                findings.add("%s on paper: no %s".formatted(name, selector));
            }
        }
        picture(page, name + "-paper");
        page.emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.SCREEN));
        page.setViewportSize(WIDTHS[WIDTHS.length - 1], HEIGHT);
    }

    private void scrollsOnlyDown(Page page, String name, int width) {
        Object overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth");
        if (!Integer.valueOf(0).equals(overflow)) {
            findings.add("%s: %s pixels to scroll sideways at %d".formatted(name, overflow, width));
        }
    }

    /** What is wrong with the pages that were looked at. */
    List<String> findings() {
        return findings;
    }

    private void axe(Page page, String name) {
        List<Rule> violations = new AxeBuilder(page).withTags(RULES).analyze().getViolations();
        for (Rule rule : violations) {
            rule.getNodes()
                    .forEach(node -> findings.add(
                            "%s: %s, %s: %s".formatted(name, rule.getId(), rule.getHelp(), node.getHtml())));
        }
    }

    private static void picture(Page page, String name) {
        page.screenshot(new Page.ScreenshotOptions()
                .setPath(SCREENSHOTS.resolve(name + ".png"))
                .setFullPage(true));
    }
}
