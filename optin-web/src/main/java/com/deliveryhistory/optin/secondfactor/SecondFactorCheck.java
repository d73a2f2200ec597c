package com.deliveryhistory.optin.secondfactor;

import com.deliveryhistory.optin.securitylog.SecurityLog;
import com.deliveryhistory.optin.securitylog.SecurityLog.Kind;
import com.deliveryhistory.optin.throttling.HaveToWait;
import com.deliveryhistory.optin.throttling.SignInAttempt;
import com.deliveryhistory.optin.throttling.SignInAttempts;
import com.deliveryhistory.optin.throttling.Throttle;
import com.deliveryhistory.optin.throttling.Throttle.Check;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.ui.Model;

/** Looks at a code, unless too many were wrong, and records how it went. */
@Component
class SecondFactorCheck {

    private final SecondFactors factors;
    private final Throttle throttle;
    private final SignInAttempts attempts;
    private final SecurityLog log;

    SecondFactorCheck(SecondFactors factors, Throttle throttle, SignInAttempts attempts, SecurityLog log) {
        this.factors = factors;
        this.throttle = throttle;
        this.attempts = attempts;
        this.log = log;
    }

    /**
     * Why a code was not accepted.
     *
     * @param pause how long the next one has to wait; zero if this one was looked at, and wrong
     */
    record Refused(Duration pause) {

        void tell(Model model, HttpServletResponse response) {
            if (pause.isZero()) {
                response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
                model.addAttribute("problems", Map.of("code", "second-factor.wrong"));
                return;
            }
            HaveToWait.tell(pause, model, response);
            model.addAttribute("problems", Map.of());
            model.addAttribute("throttled", true);
        }
    }

    /** Uses the code up; empty if it was accepted. */
    Optional<Refused> refuse(String name, String code, HttpServletRequest request) {
        SignInAttempt attempt = attempts.buildDetails(request);
        Duration wait = throttle.begin(Check.SECOND_FACTOR, name, attempt);
        if (!wait.isZero()) {
            log.record(Kind.SECOND_FACTOR_THROTTLED, name);
            return Optional.of(new Refused(wait));
        }
        if (!factors.accepts(name, code)) {
            log.record(Kind.SECOND_FACTOR_REFUSED, name);
            return Optional.of(new Refused(Duration.ZERO));
        }
        throttle.succeeded(Check.SECOND_FACTOR, name, attempt);
        log.record(Kind.SECOND_FACTOR_OK, name);
        return Optional.empty();
    }
}
