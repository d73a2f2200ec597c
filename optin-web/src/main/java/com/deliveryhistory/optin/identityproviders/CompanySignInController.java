package com.deliveryhistory.optin.identityproviders;

import com.deliveryhistory.events.CompanyId;
import com.deliveryhistory.optin.accounts.EmailAddress;
import com.deliveryhistory.optin.identityproviders.IdentityProviderSettings.CompanyProvider;
import com.deliveryhistory.optin.requests.CrossSiteRequest;
import com.deliveryhistory.optin.secondfactor.FactorAuthority;
import com.deliveryhistory.optin.securitylog.SecurityLog;
import com.deliveryhistory.optin.securitylog.SecurityLog.Kind;
import com.deliveryhistory.optin.sessions.SignInOrigins;
import com.deliveryhistory.optin.sessions.WantedPages;
import com.deliveryhistory.optin.throttling.HaveToWait;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.client.web.HttpSessionOAuth2AuthorizationRequestRepository;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationResponse;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;

/**
 * To a company's identity provider and back. Every answer to the callback is a redirect, which takes the code out of sight; one
 * that nobody asked for is told the same whatever company it names, and costs the provider nothing.
 */
@Controller
@RequestMapping(IdentityProviders.PATH)
class CompanySignInController {

    private static final int LONGEST_ADDRESS = 254;

    /** What was done where the company has no passwords. The words are {@code sso.<notice>}. */
    private static final List<String> NOTICES = List.of("welcome", "password-set");

    private final IdentityProviders providers;
    private final IdentityProviderSettings settings;
    private final CompanySignIn people;
    private final SignInOrigins origins;
    private final GuardedTries tries;
    private final WantedPages wanted;
    private final SecurityLog log;
    private final HttpSessionOAuth2AuthorizationRequestRepository requests =
            new HttpSessionOAuth2AuthorizationRequestRepository();

    CompanySignInController(
            IdentityProviders providers,
            IdentityProviderSettings settings,
            CompanySignIn people,
            SignInOrigins origins,
            GuardedTries tries,
            WantedPages wanted,
            SecurityLog log) {
        this.providers = providers;
        this.settings = settings;
        this.people = people;
        this.origins = origins;
        this.tries = tries;
        this.wanted = wanted;
        this.log = log;
    }

    @GetMapping
    String ask(@RequestParam(required = false) @Nullable String problem, HttpServletRequest request, Model model) {
        model.addAttribute("problem", known(problem));
        NOTICES.stream()
                .filter(notice -> request.getParameter(notice) != null)
                .findFirst()
                .ifPresent(notice -> model.addAttribute("notice", notice));
        return "sso";
    }

    /**
     * Finds the provider by the address; whether there is such a person, it does not tell. The page that follows has a link,
     * as browsers apply {@code form-action} to redirects too.
     */
    @PostMapping
    String find(
            @RequestParam(defaultValue = "") String email,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        Optional<String> company = EmailAddress.of(email).flatMap(settings::companyOf);
        model.addAttribute("typed", email.substring(0, Math.min(email.length(), LONGEST_ADDRESS)));
        Duration wait = tries.begin(company.orElse(""), email, request);
        if (!wait.isZero()) {
            return haveToWait(wait, model, response);
        }
        company.ifPresent(found -> tries.takeOff(found, request));
        model.addAttribute("company", company.orElse(null));
        if (company.isEmpty()) {
            response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
            model.addAttribute("none", true);
        }
        return "sso";
    }

    /**
     * Leads on to the provider. Where a link on another site led here (Fetch Metadata), the person is asked first: that page
     * could otherwise begin a sign-in, which the provider may finish unseen. The question is the same for every company,
     * whether there is one or not.
     */
    @GetMapping("/{company}")
    String toProvider(
            @PathVariable String company, HttpServletRequest request, HttpServletResponse response, Model model) {
        if (CrossSiteRequest.is(request)) {
            model.addAttribute("company", company);
            model.addAttribute("elsewhere", true);
            return "sso";
        }
        Duration wait = tries.begin(company, "", request);
        if (!wait.isZero()) {
            return haveToWait(wait, model, response);
        }
        CompanyProvider provider = provider(company);
        try {
            OAuth2AuthorizationRequest asked = providers.request(company, provider, request);
            requests.saveAuthorizationRequest(asked, request, response);
            return "redirect:" + asked.getAuthorizationRequestUri();
        } catch (SignInFailed e) { // the provider's failure; it is left alone for a while
            tries.takeOff(company, request);
            return problem(company, e);
        }
    }

    @GetMapping("/{company}/callback")
    String back(
            @PathVariable String company,
            @RequestParam(required = false) @Nullable String code,
            @RequestParam(required = false) @Nullable String state,
            @RequestParam(required = false) @Nullable String error,
            @RequestParam(required = false) @Nullable String iss,
            HttpServletRequest request,
            HttpServletResponse response) {
        try {
            OAuth2AuthorizationRequest asked = requests.removeAuthorizationRequest(request, response);
            if (asked == null || state == null || !company.equals(asked.getAttribute("registration_id"))) {
                throw new SignInFailed(SignInProblem.NOT_EXPECTED, "no such request");
            }
            CompanyProvider provider = provider(company);
            if (iss != null && !iss.equals(provider.issuer().toString())) { // RFC 9207, section 2.4
                throw new SignInFailed(SignInProblem.NOT_PROVED, "the answer is another issuer's");
            }
            if (error != null || code == null || code.isBlank()) {
                throw new SignInFailed(SignInProblem.CANCELLED, "no code");
            }
            OAuth2AuthorizationResponse answer = OAuth2AuthorizationResponse.success(code)
                    .redirectUri(Objects.requireNonNull(asked.getRedirectUri()))
                    .state(state)
                    .build();
            OidcUser proved = providers.person(company, provider, asked, answer);
            Authentication person = people.signIn(new CompanyId(company), provider, proved);
            return signedIn(providers.session(company, provider, proved), person, request, response);
        } catch (SignInFailed e) {
            return problem(company, e);
        }
    }

    private String signedIn(
            ProviderSession there, Authentication person, HttpServletRequest request, HttpServletResponse response) {
        if (person instanceof AbstractAuthenticationToken token) {
            token.setDetails(origins.buildDetails(request));
        }
        String page = wanted.take(request, response);
        request.getSession().setAttribute(ProviderSession.ATTRIBUTE, there);
        request.changeSessionId();
        SecurityContext context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(person);
        SecurityContextHolder.setContext(context);
        new HttpSessionSecurityContextRepository().saveContext(context, request, response);
        tries.succeeded(
                there.company(), FactorAuthority.isSettled(person) ? person.getName() : null, request, response);
        log.record(Kind.SIGN_IN_OK, person.getName(), "by", "identity provider");
        return "redirect:" + page;
    }

    private static String haveToWait(Duration wait, Model model, HttpServletResponse response) {
        HaveToWait.tell(wait, model, response);
        model.addAttribute("throttled", true);
        return "sso";
    }

    private String problem(String company, SignInFailed failure) {
        log.record(
                Kind.SIGN_IN_REFUSED,
                "",
                "by",
                "identity provider of " + company,
                "reason",
                failure.problem() + ": " + failure.getMessage());
        return "redirect:" + IdentityProviders.PATH + "?problem=" + failure.problem();
    }

    private CompanyProvider provider(String company) {
        return providers.find(company).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    }

    private static @Nullable SignInProblem known(@Nullable String problem) {
        return Arrays.stream(SignInProblem.values())
                .filter(each -> each.name().equals(problem))
                .findFirst()
                .orElse(null);
    }
}
