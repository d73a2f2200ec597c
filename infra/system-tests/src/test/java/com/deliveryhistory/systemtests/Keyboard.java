package com.deliveryhistory.systemtests;

import com.microsoft.playwright.Page;

/** Somebody who uses no mouse: moves with Tab, and sees where the focus is at every step. */
final class Keyboard {

    private static final int STEPS = 60;

    private final Page page;

    Keyboard(Page page) {
        this.page = page;
    }

    /** Moves to what the selector names, and presses the key there. */
    void press(String selector, String key) {
        moveTo(selector);
        page.keyboard().press(key);
    }

    void type(String selector, String text) {
        moveTo(selector);
        page.keyboard().type(text);
    }

    private void moveTo(String selector) {
        page.waitForSelector(selector);
        for (int step = 0; step < STEPS; step++) {
            if (isTrue("selector => document.activeElement.matches(selector)", selector)) {
                return;
            }
            page.keyboard().press("Tab");
            if (!isTrue(
                    "() => { const style = getComputedStyle(document.activeElement);"
                            + " return document.activeElement === document.body || style.outlineStyle !== 'none' || style.boxShadow !== 'none'; }",
                    "")) {
                throw new AssertionError("The focus cannot be seen on its way to %s on %s at %s"
                        .formatted(selector, page.url(), page.evaluate("() => document.activeElement.outerHTML")));
            }
        }
        throw new AssertionError("Tab does not lead to " + selector + " on " + page.url());
    }

    private boolean isTrue(String script, String argument) {
        return Boolean.TRUE.equals(page.evaluate(script, argument));
    }
}
