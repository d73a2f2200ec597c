package com.deliveryhistory.upssandbox;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** Starts the sandbox. It must never be reachable from outside: its switches ask for no authentication. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class UpsSandbox {

    public static void main(String[] args) {
        SpringApplication.run(UpsSandbox.class, args);
    }
}
