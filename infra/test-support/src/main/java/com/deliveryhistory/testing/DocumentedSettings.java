package com.deliveryhistory.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds between a module's settings and the configuration reference; a module's test says which part is its own. */
public abstract class DocumentedSettings {

    private final SettingsReference reference;
    private final List<Setting> settings;

    /**
     * Reads both sides.
     *
     * @param root of the project, seen from the module
     * @param heading of the module's part in the reference
     * @param basePackage that the module's settings records are in or below
     */
    protected DocumentedSettings(String root, String heading, String basePackage) {
        this.reference = SettingsReference.of(Path.of(root, "infra/configuration.md"), heading);
        this.settings = SettingsReference.settingsIn(basePackage);
    }

    @Test
    public void every_setting_is_in_the_reference() {
        assertThat(settings).isNotEmpty();
        assertThat(reference.missing(settings)).isEmpty();
    }

    @Test
    public void everything_in_the_reference_is_a_setting() {
        assertThat(reference.unknown(settings)).isEmpty();
    }

    @Test
    public void the_reference_names_the_defaults() {
        assertThat(reference.withOtherDefault(settings)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "history.example.com",
                "history.example.com:443",
                "ftp://history.example.com",
                "https:///history",
                "https://maria:secret@history.example.com",
                "https://history.example.com/#top"
            })
    public void an_address_that_cannot_be_called_is_refused_by_the_settings_name(String address) {
        assertThat(settings.stream()
                        .flatMap(setting -> setting.parts().stream())
                        .filter(Setting::isAddress))
                .allSatisfy(setting -> assertThatThrownBy(() -> setting.bind(address))
                        .rootCause()
                        .hasMessageContaining(setting.entry())
                        .hasMessageNotContaining("secret"));
    }
}
