package com.deliveryhistory.services.web;

import org.apache.catalina.core.StandardHost;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.tomcat.ConfigurableTomcatWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;

/** Lets Tomcat answer as the controllers of a service do that has {@code spring.mvc.problemdetails.enabled}. */
@AutoConfiguration
@ConditionalOnClass(ConfigurableTomcatWebServerFactory.class)
@ConditionalOnProperty("spring.mvc.problemdetails.enabled")
class ProblemReportsAutoConfiguration {

    @Bean
    WebServerFactoryCustomizer<ConfigurableTomcatWebServerFactory> problemReports() {
        return factory -> factory.addContextCustomizers(context -> {
            if (context.getParent() instanceof StandardHost host) {
                host.setErrorReportValveClass(ProblemReports.class.getName());
            }
        });
    }
}
