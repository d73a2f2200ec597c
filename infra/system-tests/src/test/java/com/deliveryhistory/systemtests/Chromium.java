package com.deliveryhistory.systemtests;

import com.deliveryhistory.testing.Patience;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** The Chromium that is installed on this machine, driven by Playwright, as patient as all other tests. */
final class Chromium implements AutoCloseable {

    private static final String HOW_TO_GET_IT =
            "No Chromium found: browser tests are skipped. Debian: apt-get install chromium; "
                    + "elsewhere set CHROMIUM to its executable";

    private static final double PATIENCE = Patience.LIMIT.toMillis();

    private final Playwright playwright;
    private final Browser browser;

    private Chromium(Path executable) {
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE);
        playwright = Playwright.create();
        browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setTimeout(PATIENCE)
                        .setExecutablePath(executable)
                        .setArgs(List.of(
                                "--no-sandbox",
                                "--disable-gpu",
                                "--disable-quic",
                                "--no-first-run",
                                "--disable-background-networking",
                                "--disable-component-update",
                                "--disable-sync")));
    }

    /** Starts it; without one, the test is skipped on a person's machine and fails in CI. */
    static Chromium start() {
        Optional<Path> executable = find();
        if (executable.isEmpty() && !"true".equals(System.getenv("CI"))) {
            System.out.println(HOW_TO_GET_IT);
            Assumptions.abort(HOW_TO_GET_IT);
        }
        return new Chromium(executable.orElseThrow(() -> new IllegalStateException(HOW_TO_GET_IT)));
    }

    /** A page of somebody who has not been here before. */
    Page visitor() {
        return visitor(new Browser.NewContextOptions());
    }

    Page visitor(Browser.NewContextOptions options) {
        BrowserContext context = browser.newContext(options);
        context.setDefaultTimeout(PATIENCE);
        return context.newPage();
    }

    private static Optional<Path> find() {
        String given = System.getenv("CHROMIUM");
        Stream<String> places = given == null
                ? Stream.of(
                        "/usr/bin/chromium",
                        "/usr/bin/chromium-browser",
                        "/usr/bin/google-chrome",
                        "/snap/bin/chromium",
                        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
                : Stream.of(given);
        return places.map(Path::of).filter(Files::isExecutable).findFirst();
    }

    @Override
    public void close() {
        playwright.close();
    }
}
