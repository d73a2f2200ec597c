package com.deliveryhistory.optin.usage;

import com.deliveryhistory.optin.securitylog.SecurityLog;
import com.deliveryhistory.optin.throttling.Pace;
import java.time.Duration;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** What is limited for each person: that which others pay for, in time or in mail. */
@Component
class UsageLimits implements WebMvcConfigurer {

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final String[] FILES = {"/deliveries.csv", "/activity.csv"};
    private static final int AFTER_OTHERS = 1;

    private final UsageSettings settings;
    private final SecurityLog log;

    UsageLimits(UsageSettings settings, SecurityLog log) {
        this.settings = settings;
        this.log = log;
    }

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(limit(settings.pagesPerMinute(), MINUTE))
                .addPathPatterns("/", "/packages/*", "/activity");
        registry.addInterceptor(limit(settings.filesPerHour(), HOUR)).addPathPatterns(FILES);
        registry.addInterceptor(new FilesAtOnce(settings.filesAtOnce()))
                .addPathPatterns(FILES)
                .order(AFTER_OTHERS); // which see to what the page of a refusal shows
        registry.addInterceptor(limit(settings.mailsPerHour(), HOUR))
                .addPathPatterns("/people/invitations", "/people/invitations/send-again", "/people/password-reset");
    }

    private UsageLimit limit(int number, Duration time) {
        return new UsageLimit(new Pace(number, number, time), log);
    }
}
