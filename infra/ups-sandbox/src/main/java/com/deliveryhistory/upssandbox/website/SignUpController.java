package com.deliveryhistory.upssandbox.website;

import com.deliveryhistory.upssandbox.accounts.Profiles;
import com.deliveryhistory.upssandbox.oauth.AuthorizationRequest;
import com.deliveryhistory.upssandbox.oauth.Authorizations;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Valid;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;

/** Signing up, also in the middle of an authorization, which then goes on. */
@Controller
class SignUpController {

    private final Profiles profiles;
    private final Authorizations authorizations;

    SignUpController(Profiles profiles, Authorizations authorizations) {
        this.profiles = profiles;
        this.authorizations = authorizations;
    }

    @ModelAttribute
    void underWay(@ModelAttribute("authorization") AuthorizationRequest authorization, Model model) {
        if (authorization.present()) {
            model.addAttribute("applicationName", authorizations.applicationName(authorization));
        }
    }

    @GetMapping("/signup")
    String form(Model model) {
        model.addAttribute("profile", new SignUpForm("", "", "", ""));
        return "signup";
    }

    @PostMapping("/signup")
    @Nullable
    String signUp(
            @ModelAttribute("authorization") AuthorizationRequest authorization,
            @Valid @ModelAttribute("profile") SignUpForm profile,
            BindingResult problems,
            HttpServletResponse response) {
        if (!problems.hasErrors()
                && !profiles.signUp(
                        profile.newUsername(), profile.email(), profile.newPassword(), profile.shipperNumberOrNone())) {
            problems.rejectValue("newUsername", "taken", "This username or this email already has a profile.");
        }
        if (problems.hasErrors()) {
            response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
            return "signup";
        }
        return Redirects.to(response, authorization.addTo("/signup/done", Map.of("username", profile.newUsername())));
    }
}
