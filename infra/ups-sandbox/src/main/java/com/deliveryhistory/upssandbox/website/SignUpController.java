package com.deliveryhistory.upssandbox.website;

import com.deliveryhistory.upssandbox.accounts.Profiles;
import com.deliveryhistory.upssandbox.oauth.AuthorizationRequest;
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

    SignUpController(Profiles profiles) {
        this.profiles = profiles;
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
        if (!profile.newPassword().isEmpty() && !Profiles.isAcceptable(profile.newPassword())) {
            problems.rejectValue("newPassword", "length", "Use 8 to 72 characters.");
        }
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
