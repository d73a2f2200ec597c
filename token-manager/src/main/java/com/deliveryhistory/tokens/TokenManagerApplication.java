package com.deliveryhistory.tokens;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** Starts token-manager. */
@SpringBootApplication
@ConfigurationPropertiesScan
class TokenManagerApplication {

    public static void main(String[] arguments) {
        SpringApplication.run(TokenManagerApplication.class, arguments);
    }
}
