package com.deliveryhistory.optin.security;

import com.deliveryhistory.optin.accounts.Companies;
import com.deliveryhistory.optin.accounts.Member;
import com.deliveryhistory.services.tracing.About;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.web.filter.OncePerRequestFilter;

/** Ends the session of somebody who may not do any more what the session says. */
final class StandingFilter extends OncePerRequestFilter {

    private final Companies companies;
    private final RequestMatcher openToAll;

    /**
     * Looks at the requests of people who signed in.
     *
     * @param openToAll requests for which nobody's standing matters, e.g. for style sheets
     */
    StandingFilter(Companies companies, RequestMatcher openToAll) {
        this.companies = companies;
        this.openToAll = openToAll;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Authentication person = SecurityContextHolder.getContext().getAuthentication();
        if (person != null && person.getPrincipal() instanceof Member member) {
            if (!companies.bearOut(member)) {
                end(request.getSession(false));
            }
            try (About.Noted noted = new About(member.company().value(), null).noted()) {
                noted.alsoOnSpan();
                chain.doFilter(request, response);
            }
        } else {
            chain.doFilter(request, response);
        }
    }

    private static void end(@Nullable HttpSession session) {
        if (session != null) {
            session.invalidate();
        }
        SecurityContextHolder.clearContext();
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return openToAll.matches(request);
    }
}
