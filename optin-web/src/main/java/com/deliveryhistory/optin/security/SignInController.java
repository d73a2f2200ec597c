package com.deliveryhistory.optin.security;

import com.deliveryhistory.optin.accounts.Member;
import com.deliveryhistory.optin.throttling.HaveToWait;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.web.WebAttributes;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestParam;

/** The sign-in page; Spring Security takes the form. */
@Controller
class SignInController {

    static final String REFUSED = "/sign-in/refused";

    private static final int LONGEST_NAME = 200;

    private static final List<String> NOTICES = List.of(
            "ended",
            "ended-at-ups",
            "signed-out-everywhere",
            "signed-out-here",
            "signed-out",
            "welcome",
            "password-set");

    @GetMapping("/sign-in")
    String signIn(@AuthenticationPrincipal @Nullable Member member, HttpServletRequest request, Model model) {
        NOTICES.stream()
                .filter(notice -> request.getParameter(notice) != null
                        || notice.equals(request.getParameter("state"))) // as an identity provider sends it back
                .findFirst()
                .ifPresent(notice -> model.addAttribute("notice", notice));
        return member == null ? "sign-in" : "redirect:/";
    }

    /** Only a forward from the form's filter leads here; the name that was typed is shown again, the password is not. */
    @PostMapping(REFUSED)
    String refused(
            @RequestAttribute(WebAttributes.AUTHENTICATION_EXCEPTION) AuthenticationException failure,
            @RequestParam(defaultValue = "") String username,
            Model model,
            HttpServletResponse response) {
        model.addAttribute("typed", username.substring(0, Math.min(username.length(), LONGEST_NAME)));
        if (failure instanceof TooManyFailures tooMany) {
            HaveToWait.tell(tooMany.pause(), model, response);
            model.addAttribute("notice", "throttled");
        } else {
            response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
            model.addAttribute("notice", failure instanceof PasswordsAreOff ? "passwords-off" : "refused");
        }
        return "sign-in";
    }
}
