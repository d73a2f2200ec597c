package com.deliveryhistory.tokens.access;

import com.deliveryhistory.services.http.ApiDescription;
import com.deliveryhistory.services.http.OtherErrors;
import com.deliveryhistory.services.http.Rate;
import com.deliveryhistory.services.http.RateLimit;
import java.util.HashMap;
import java.util.Map;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.ClassPathResource;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

@Configuration(proxyBeanMethods = false)
class InterfaceConfiguration implements WebMvcConfigurer {

    private final AccessSettings settings;

    InterfaceConfiguration(AccessSettings settings) {
        this.settings = settings;
    }

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        Map<String, Rate> rates = new HashMap<>();
        settings.callers().forEach((name, caller) -> rates.put(name, settings.rateOf(caller)));
        registry.addInterceptor(new RateLimit(rates, settings.rate())).addPathPatterns("/v1/grants/**");
    }

    @Bean
    static ApiDescription description() {
        return new ApiDescription(new ClassPathResource("openapi.json", InterfaceConfiguration.class));
    }

    @Bean
    static OtherErrors otherErrors() {
        return new OtherErrors();
    }
}
