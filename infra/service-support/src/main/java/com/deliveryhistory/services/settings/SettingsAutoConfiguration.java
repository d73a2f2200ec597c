package com.deliveryhistory.services.settings;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationPropertiesBindHandlerAdvisor;
import org.springframework.context.annotation.Bean;

/** Has values of settings refused in words for operators. */
@AutoConfiguration
public final class SettingsAutoConfiguration {

    @Bean
    static ConfigurationPropertiesBindHandlerAdvisor refusedValues() {
        return RefusedValues::new;
    }
}
