package com.deliveryhistory.tokens.access;

import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

@Configuration(proxyBeanMethods = false)
class RateLimits implements WebMvcConfigurer {

    private final AccessSettings settings;

    RateLimits(AccessSettings settings) {
        this.settings = settings;
    }

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(new RateLimit(settings)).addPathPatterns("/v1/grants/**");
    }
}
