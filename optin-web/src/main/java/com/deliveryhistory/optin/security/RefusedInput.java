package com.deliveryhistory.optin.security;

import com.deliveryhistory.optin.securitylog.SecurityLog;
import com.deliveryhistory.optin.securitylog.SecurityLog.Kind;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Records input that controllers refuse as a bad request. What people may have mistyped gets another status and an
 * explanation; this is what no page of ours offers.
 */
@Component
class RefusedInput implements HandlerInterceptor, WebMvcConfigurer {

    private final SecurityLog log;

    RefusedInput(SecurityLog log) {
        this.log = log;
    }

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(this).excludePathPatterns("/ssf/**"); // says itself what it refuses
    }

    @Override
    public void afterCompletion(
            HttpServletRequest request, HttpServletResponse response, Object handler, @Nullable Exception failure) {
        if (response.getStatus() == HttpStatus.BAD_REQUEST.value()
                && request.getDispatcherType() == DispatcherType.REQUEST) {
            log.recordRefusal(Kind.REQUEST_REFUSED, request, "reason", "a value that no page of ours offers");
        }
    }
}
