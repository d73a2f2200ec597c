package com.deliveryhistory.tokens;

import com.deliveryhistory.services.commands.CommandMode;
import com.deliveryhistory.tokens.operations.Operations;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** Starts token-manager, or does what an operator's command asks for. */
@SpringBootApplication
@ConfigurationPropertiesScan
class TokenManagerApplication {

    public static void main(String[] arguments) {
        if (CommandMode.asked(arguments)) {
            Runtime.getRuntime().exit(CommandMode.run(TokenManagerApplication.class, Operations::execute, arguments));
        }
        SpringApplication.run(TokenManagerApplication.class, arguments);
    }
}
