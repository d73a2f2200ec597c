package com.deliveryhistory.optin.pages;

import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.resource.ResourceUrlEncodingFilter;

/** Links stand in pages as templates have them. */
@Configuration(proxyBeanMethods = false)
class LinkConfiguration {

    /**
     * Boot's filter would search the class path for each link of each page, in case that it leads to a file whose
     * address has a version: on a page of the delivery history that is nearly all of its cost.
     */
    @Bean
    FilterRegistrationBean<ResourceUrlEncodingFilter> linksAsTheyAre() {
        FilterRegistrationBean<ResourceUrlEncodingFilter> filter =
                new FilterRegistrationBean<>(new ResourceUrlEncodingFilter());
        filter.setEnabled(false);
        return filter;
    }
}
