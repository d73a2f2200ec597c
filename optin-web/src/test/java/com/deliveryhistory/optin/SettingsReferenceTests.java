package com.deliveryhistory.optin;

import static org.assertj.core.api.Assertions.assertThat;

import com.deliveryhistory.testing.SettingsReference;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class SettingsReferenceTests {

    private static final Path FILE = Path.of("../infra/configuration.md");
    private static final String OURS = "com.deliveryhistory.optin";

    private final SettingsReference reference = SettingsReference.of(FILE, "optin-web");

    @Test
    void every_setting_is_in_the_reference_and_no_other() {
        assertThat(reference.names()).isEqualTo(SettingsReference.namesIn(OURS)).isNotEmpty();
    }

    @Test
    void the_reference_names_the_defaults() {
        assertThat(reference.withOtherDefault(SettingsReference.settingsIn(OURS)))
                .isEmpty();
    }
}
