package com.deliveryhistory.history.api;

import com.deliveryhistory.services.http.ApiDescription;
import com.deliveryhistory.services.http.OtherErrors;
import com.deliveryhistory.services.http.RateLimit;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.CacheControl;
import org.springframework.web.filter.ShallowEtagHeaderFilter;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.mvc.WebContentInterceptor;

@Configuration(proxyBeanMethods = false)
class InterfaceConfiguration implements WebMvcConfigurer {

    private static final String ALL = "/v1/companies/**";

    private final ApiSettings settings;

    InterfaceConfiguration(ApiSettings settings) {
        this.settings = settings;
    }

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(new RateLimit(settings.rates(), settings.rate()))
                .addPathPatterns(ALL);
        WebContentInterceptor askAgain = new WebContentInterceptor();
        askAgain.setCacheControl(CacheControl.noCache().cachePrivate());
        registry.addInterceptor(askAgain).addPathPatterns(ALL);
    }

    /** Who has an answer already is told only that it is still the same ({@code ETag}, RFC 9110, section 8.8.3). */
    @Bean
    static FilterRegistrationBean<ShallowEtagHeaderFilter> entityTags() {
        FilterRegistrationBean<ShallowEtagHeaderFilter> filter =
                new FilterRegistrationBean<>(new ShallowEtagHeaderFilter());
        filter.addUrlPatterns("/v1/companies/*");
        return filter;
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
