package com.deliveryhistory.history;

import com.deliveryhistory.history.operations.Operations;
import com.deliveryhistory.services.commands.CommandMode;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** Starts the service, or does what an operator's command asks for. */
@SpringBootApplication(proxyBeanMethods = false)
@ConfigurationPropertiesScan
public class HistoryWorker {

    public static void main(String[] arguments) {
        if (CommandMode.asked(arguments)) {
            Runtime.getRuntime().exit(CommandMode.run(HistoryWorker.class, Operations::execute, arguments));
        }
        SpringApplication.run(HistoryWorker.class, arguments);
    }
}
