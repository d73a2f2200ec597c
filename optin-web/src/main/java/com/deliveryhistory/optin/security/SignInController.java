package com.deliveryhistory.optin.security;

import com.deliveryhistory.optin.accounts.Member;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** The sign-in page; Spring Security takes the form. */
@Controller
class SignInController {

    private static final List<String> NOTICES = List.of(
            "refused", "ended", "ended-at-ups", "signed-out-everywhere", "signed-out", "welcome", "password-set");

    @GetMapping("/sign-in")
    String signIn(@AuthenticationPrincipal @Nullable Member member, HttpServletRequest request, Model model) {
        NOTICES.stream()
                .filter(notice -> request.getParameter(notice) != null)
                .findFirst()
                .ifPresent(notice -> model.addAttribute("notice", notice));
        return member == null ? "sign-in" : "redirect:/";
    }
}
