package com.deliveryhistory.optin;

import com.deliveryhistory.events.Topics;
import com.deliveryhistory.optin.operations.Operations;
import com.deliveryhistory.services.auth.ServiceIdentity;
import com.deliveryhistory.services.commands.Audit;
import com.deliveryhistory.services.commands.CommandMode;
import com.deliveryhistory.services.messaging.OwnedTopics;
import com.mongodb.client.MongoDatabase;
import java.time.Clock;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.task.ThreadPoolTaskSchedulerBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

/** Starts the web application, or does what an operator's command asks for. */
@SpringBootApplication(proxyBeanMethods = false)
@ConfigurationPropertiesScan
public class OptinWeb {

    public static void main(String[] arguments) {
        if (CommandMode.asked(arguments)) {
            Runtime.getRuntime().exit(CommandMode.run(OptinWeb.class, Operations::execute, arguments));
        }
        SpringApplication.run(OptinWeb.class, arguments);
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnWebApplication // not for a command
    @EnableScheduling
    static class Schedules {

        private static final int THREADS = 12;

        /** A thread for each sweep, for none is to wait for another: erasing a company takes minutes. */
        @Bean
        ThreadPoolTaskScheduler taskScheduler(ThreadPoolTaskSchedulerBuilder builder) {
            return builder.poolSize(THREADS).threadNamePrefix("sweep-").build();
        }
    }

    /** Who erased what; all else that operators do stands in companies' activity logs. */
    @Bean
    Audit audit(MongoDatabase database, Clock clock) {
        return new Audit(database.getCollection("audit"), "company", clock);
    }

    @Bean
    OwnedTopics topics(ServiceIdentity identity) {
        return OwnedTopics.of(Topics.OPT_IN, Topics.GRANT.deadLetters(identity.name()));
    }
}
