package com.deliveryhistory.optin.pages;

import com.deliveryhistory.optin.accounts.Member;
import com.deliveryhistory.optin.secondfactor.SecondFactorRule;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.regex.Pattern;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * What every page shows: who is signed in, and whether an opt-in of the company ended. Lies in attributes of the request,
 * where templates find it as they find a model, and controllers by {@code @RequestAttribute}.
 */
@Component
class Layout implements HandlerInterceptor, WebMvcConfigurer {

    private static final Pattern HISTORY = Pattern.compile("/|/(packages|tracking-numbers)(/.*)?");

    /** Entries of the navigation that are named as their pages. */
    private static final List<String> OWN_ENTRIES = List.of("company", "people", "activity", "profile");

    private final CompanyOverview overview;
    private final AccountExecutive executive;
    private final SecondFactorRule factors;

    Layout(CompanyOverview overview, AccountExecutive executive, SecondFactorRule factors) {
        this.overview = overview;
        this.executive = executive;
        this.factors = factors;
    }

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(this);
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (handler instanceof HandlerMethod) { // not for files
            Authentication person = SecurityContextHolder.getContext().getAuthentication();
            Member member = person != null && person.getPrincipal() instanceof Member signedIn ? signedIn : null;
            // with a second factor to be proved or set up first, all of the navigation would lead back to that
            boolean unfinished = person != null && !factors.isKeptBy(person);
            request.setAttribute("member", member);
            request.setAttribute("unfinished", unfinished);
            request.setAttribute("executive", executive);
            request.setAttribute("here", here(request));
            request.setAttribute("cards", member == null || unfinished ? List.of() : cards(member, request));
        }
        return true;
    }

    /** Which entry of the navigation the page belongs to. */
    private static String here(HttpServletRequest request) {
        String path = request.getRequestURI().substring(request.getContextPath().length());
        if (HISTORY.matcher(path).matches()) {
            return "history";
        }
        return OWN_ENTRIES.stream()
                .filter(entry -> path.equals("/" + entry) || path.startsWith("/" + entry + "/"))
                .findFirst()
                .orElse("");
    }

    private List<ApplicationCard> cards(Member member, HttpServletRequest request) {
        try {
            return overview.of(member.company());
        } catch (RuntimeException e) {
            if (request.getDispatcherType() == DispatcherType.ERROR) {
                return List.of(); // the error page itself must not fail
            }
            throw e;
        }
    }
}
