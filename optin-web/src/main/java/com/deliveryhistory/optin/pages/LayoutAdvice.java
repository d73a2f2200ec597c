package com.deliveryhistory.optin.pages;

import com.deliveryhistory.optin.accounts.Member;
import com.deliveryhistory.optin.secondfactor.SecondFactorRule;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.core.annotation.CurrentSecurityContext;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;

/** What every page shows: who is signed in, and whether an opt-in of the company ended. */
@ControllerAdvice
class LayoutAdvice {

    /** Entries of the navigation that are named as their pages. */
    private static final List<String> OWN_ENTRIES = List.of("company", "people", "activity", "profile");

    private final CompanyOverview overview;
    private final AccountExecutive executive;
    private final SecondFactorRule factors;

    LayoutAdvice(CompanyOverview overview, AccountExecutive executive, SecondFactorRule factors) {
        this.overview = overview;
        this.executive = executive;
        this.factors = factors;
    }

    @ModelAttribute("member")
    @Nullable
    Member member(@AuthenticationPrincipal @Nullable Member member) {
        return member;
    }

    /** Whether a second factor is to be proved or set up first: all of the navigation would lead back to that. */
    @ModelAttribute("unfinished")
    boolean unfinished(@CurrentSecurityContext SecurityContext context) {
        Authentication person = context.getAuthentication();
        return person != null && !factors.isKeptBy(person);
    }

    @ModelAttribute("executive")
    AccountExecutive executive() {
        return executive;
    }

    /** Which entry of the navigation the page belongs to. */
    @ModelAttribute("here")
    String here(HttpServletRequest request) {
        String path = request.getRequestURI().substring(request.getContextPath().length());
        if (path.matches("/|/(packages|tracking-numbers)(/.*)?")) {
            return "history";
        }
        return OWN_ENTRIES.stream()
                .filter(entry -> path.equals("/" + entry) || path.startsWith("/" + entry + "/"))
                .findFirst()
                .orElse("");
    }

    @ModelAttribute("cards")
    List<ApplicationCard> cards(
            @AuthenticationPrincipal @Nullable Member member,
            @ModelAttribute("unfinished") boolean unfinished,
            HttpServletRequest request) {
        if (member == null || unfinished) {
            return List.of();
        }
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
