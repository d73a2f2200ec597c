package com.deliveryhistory.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

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
}
