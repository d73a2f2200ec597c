package com.deliveryhistory.optin;

import static org.assertj.core.api.Assertions.assertThat;

import com.deliveryhistory.optin.Browser.Page;
import com.deliveryhistory.optin.operations.Desk;
import com.deliveryhistory.testing.Said;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** Somebody who sits as an operator at the application that is there. */
abstract class OperatorTest extends WebTest {

    static final String NEW_PASSWORD = "blue elephant dances tango";

    @Autowired
    ApplicationContext context;

    Desk desk;

    @BeforeEach
    void sitDown() {
        desk = new Desk(context);
    }

    static void done(Said said) {
        assertThat(said.err()).isEmpty();
        assertThat(said.exitCode()).isZero();
    }

    static void refused(Said said, String why) {
        assertThat(said.exitCode()).isEqualTo(1);
        assertThat(said.out()).isEmpty();
        assertThat(said.err().lines()).singleElement().asString().contains(why);
    }

    static String link(Said said) {
        return said.out()
                .lines()
                .filter(line -> line.startsWith("link: "))
                .map(line -> line.split(" ", -1)[1])
                .findFirst()
                .orElseThrow(() -> new AssertionError("No link: " + said));
    }

    Page accept(String link, String name) {
        Browser invited = browser();
        Page form = invited.get(link);
        form.find("#name").val(name);
        form.find("#password").val(NEW_PASSWORD);
        form.find("#again").val(NEW_PASSWORD);
        return invited.submit(form, "form");
    }
}
