package com.deliveryhistory.optin.authorization;

import com.deliveryhistory.events.Application;
import com.deliveryhistory.optin.accounts.Member;
import com.deliveryhistory.optin.announcements.Announcements.Progress;
import com.deliveryhistory.optin.requests.CrossSiteRequest;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestResolver;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;

/** To UPS.com and back. Every answer to the callback is a redirect, so that code and state leave the address bar. */
@Controller
class AuthorizationController {

    private final UpsAuthorization authorization;
    private final OptInApplications applications;
    private final OAuth2AuthorizationRequestResolver requests;
    private final OptInMetrics metrics;

    AuthorizationController(
            UpsAuthorization authorization,
            OptInApplications applications,
            OAuth2AuthorizationRequestResolver requests,
            OptInMetrics metrics) {
        this.authorization = authorization;
        this.applications = applications;
        this.requests = requests;
        this.metrics = metrics;
    }

    /** A link, not a form: browsers apply {@code form-action} to redirects, and UPS's log-in host is not ours to know. */
    @GetMapping("/oauth2/authorization/{application}")
    String toUps(@PathVariable String application, HttpServletRequest request, HttpSession session) {
        Application wanted = known(application).id();
        if (CrossSiteRequest.is(request)) {
            return problem(wanted, OptInProblem.STARTED_ELSEWHERE);
        }
        OAuth2AuthorizationRequest authorizationRequest =
                Objects.requireNonNull(requests.resolve(request), "every known application has a registration");
        return authorization.begin(authorizationRequest, session.getId())
                ? "redirect:" + authorizationRequest.getAuthorizationRequestUri()
                : problem(wanted, OptInProblem.NO_SEALING_KEY);
    }

    @GetMapping("/login/oauth2/code/{application}")
    String backFromUps(
            @PathVariable String application,
            @RequestParam(required = false) @Nullable String code,
            @RequestParam(required = false) @Nullable String state,
            @RequestParam(required = false) @Nullable String error,
            @RequestParam(required = false) @Nullable String iss,
            @AuthenticationPrincipal Member admin,
            HttpSession session) {
        Application wanted = known(application).id();
        if (state == null || state.isBlank()) {
            return problem(wanted, OptInProblem.NOT_EXPECTED);
        }
        if (!authorization.isFromUps(iss)) {
            boolean expected = authorization.abandon(state, wanted, session.getId());
            return problem(wanted, expected ? OptInProblem.WRONG_ISSUER : OptInProblem.NOT_EXPECTED);
        }
        if (error != null || code == null || code.isBlank()) {
            if (!authorization.abandon(state, wanted, session.getId())) {
                return problem(wanted, OptInProblem.NOT_EXPECTED);
            }
            boolean cancelled = OAuth2ErrorCodes.ACCESS_DENIED.equals(error);
            return problem(wanted, cancelled ? OptInProblem.CANCELLED : OptInProblem.NO_CODE);
        }
        return switch (authorization.complete(admin, wanted, state, code, session.getId())) {
            case UpsAuthorization.Outcome.Failed failed -> problem(wanted, failed.problem());
            case UpsAuthorization.Outcome.OptedIn optedIn -> optedIn(wanted, optedIn.progress());
        };
    }

    @GetMapping("/company/{application}/problem/{problem}")
    String explain(@PathVariable String application, @PathVariable String problem, Model model) {
        model.addAttribute("optIn", known(application));
        model.addAttribute("problem", problemNamed(problem));
        return "opt-in-problem";
    }

    private OptInApplication known(String application) {
        return applications.find(application).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    }

    private static OptInProblem problemNamed(String name) {
        try {
            return OptInProblem.valueOf(name);
        } catch (IllegalArgumentException e) {
            throw new ResponseStatusException(HttpStatus.NOT_FOUND, "no such problem", e);
        }
    }

    private String optedIn(Application application, Progress progress) {
        metrics.optedIn(application, progress);
        return "redirect:/company?" + (progress == Progress.IN_KAFKA ? "opted-in=" : "stored=") + application;
    }

    private String problem(Application application, OptInProblem problem) {
        metrics.failed(application, problem);
        return "redirect:/company/" + application + "/problem/" + problem;
    }
}
