package com.deliveryhistory.systemtests;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Looks at a page as people with different screens and needs do: axe-core's rules in light and dark, nothing to scroll
 * sideways at any width, one title and one first heading. Leaves pictures in {@code target/screenshots}.
 */
final class PageCheck {

    private static final Path SCREENSHOTS = Path.of("target", "screenshots");
    private static final List<String> RULES =
            List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice");
    private static final int[] WIDTHS = {320, 768, 1280};
    private static final int HEIGHT = 800;

    private final List<String> findings = new ArrayList<>();

    /** Looks at the page as it is now. */
    void look(Page page, String name) {
        for (int width : WIDTHS) {
            page.setViewportSize(width, HEIGHT);
            Object overflow =
                    page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth");
            if (!Integer.valueOf(0).equals(overflow)) {
                findings.add("%s: %s pixels to scroll sideways at %d".formatted(name, overflow, width));
            }
            picture(page, name + "-" + width);
        }
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
