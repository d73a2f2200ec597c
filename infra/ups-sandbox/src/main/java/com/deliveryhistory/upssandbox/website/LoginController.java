package com.deliveryhistory.upssandbox.website;

import com.deliveryhistory.upssandbox.accounts.Profile;
import com.deliveryhistory.upssandbox.accounts.Profiles;
import com.deliveryhistory.upssandbox.oauth.AuthorizationRequest;
import com.deliveryhistory.upssandbox.oauth.Authorizations;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Logging in in two steps, for oneself or to authorize an application. */
@Controller
class LoginController {

    private final Profiles profiles;
    private final Authorizations authorizations;
    private final UpsComSessions sessions;

    LoginController(Profiles profiles, Authorizations authorizations, UpsComSessions sessions) {
        this.profiles = profiles;
        this.authorizations = authorizations;
        this.sessions = sessions;
    }

    @GetMapping("/login")
    String begin(@RequestParam(defaultValue = "") String username, Model model) {
        model.addAttribute("username", username);
        return "login";
    }

    @PostMapping("/login")
    String identify(
            @RequestParam(defaultValue = "") String username,
            @RequestParam(defaultValue = "false") boolean agreement,
            Model model,
            HttpServletResponse response) {
        Optional<Profile> profile = profiles.find(username);
        if (profile.isPresent() && agreement) {
            model.addAttribute("username", profile.get().username());
            return "password";
        }
        if (username.isBlank()) {
            model.addAttribute("usernameError", "Enter your email or username.");
        } else if (profile.isEmpty()) {
            model.addAttribute("usernameError", "We do not know this email or username. Check it, or sign up.");
        }
        if (!agreement) {
            model.addAttribute("agreementError", "Check the box to agree before you continue.");
        }
        model.addAttribute("username", username);
        model.addAttribute("agreement", agreement);
        response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
        return "login";
    }

    @PostMapping("/login/password")
    @Nullable
    String logIn(
            @ModelAttribute("authorization") AuthorizationRequest authorization,
            @RequestParam(defaultValue = "") String username,
            @RequestParam(defaultValue = "") String password,
            @RequestParam(defaultValue = "false") boolean agreement,
            Model model,
            HttpServletRequest request,
            HttpServletResponse response) {
        Optional<Profile> profile = profiles.find(username).filter(candidate -> agreement);
        if (profile.isEmpty()) {
            return identify(username, agreement, model, response);
        }
        if (!profiles.passwordMatches(profile.get(), password)) {
            model.addAttribute("username", profile.get().username());
            model.addAttribute(
                    "passwordError",
                    password.isEmpty() ? "Enter your password." : "This password is not right. Try again.");
            response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
            return "password";
        }
        sessions.begin(profile.get(), request, response);
        return Redirects.to(
                response, authorization.present() ? authorizations.grant(authorization, profile.get()) : "/profile");
    }

    /** UPS documents no way back for those who do not want to log in, so by default there is none. */
    @GetMapping("/login/cancel")
    @Nullable
    String cancel(
            @ModelAttribute("authorization") AuthorizationRequest authorization,
            Model model,
            HttpServletResponse response) {
        if (authorization.present()) {
            Optional<String> back = authorizations.cancel(authorization);
            if (back.isPresent()) {
                return Redirects.to(response, back.get());
            }
        }
        model.addAttribute("notice", "You have not logged in, and nothing was authorized.");
        return "login";
    }

    @GetMapping("/signup/done")
    String signedUp(
            @ModelAttribute("authorization") AuthorizationRequest authorization,
            @RequestParam String username,
            Model model) {
        model.addAttribute("username", username);
        model.addAttribute("notice", "Your profile is ready. Log in to continue.");
        return "login";
    }

    @GetMapping("/forgot")
    String forgot() {
        return "forgot";
    }

    /** Says the same whether or not there is such a profile. */
    @PostMapping("/forgot")
    String help(@RequestParam(defaultValue = "") String email, Model model, HttpServletResponse response) {
        model.addAttribute("email", email);
        if (email.isBlank()) {
            model.addAttribute("emailError", "Enter the email address of your profile.");
            response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
        } else {
            model.addAttribute("sent", true);
        }
        return "forgot";
    }
}
