package com.deliveryhistory.upssandbox.website;

import com.deliveryhistory.upssandbox.accounts.Profile;
import com.deliveryhistory.upssandbox.accounts.Profiles;
import jakarta.servlet.http.HttpServletResponse;
import java.security.Principal;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The start page, and the profile where the password is changed. */
@Controller
class ProfileController {

    private final Profiles profiles;

    ProfileController(Profiles profiles) {
        this.profiles = profiles;
    }

    @GetMapping("/")
    String start(@Nullable Principal user, Model model) {
        model.addAttribute("user", user == null ? null : user.getName());
        return "start";
    }

    @GetMapping("/agreement")
    String agreement() {
        return "agreement";
    }

    @GetMapping("/error.page")
    String outage(HttpServletResponse response) {
        response.setStatus(HttpStatus.SERVICE_UNAVAILABLE.value());
        return "outage";
    }

    @GetMapping("/profile")
    String profile(Principal user, Model model, @RequestParam(required = false) @Nullable String changed) {
        model.addAttribute("profile", of(user));
        model.addAttribute("changed", changed != null);
        return "profile";
    }

    @PostMapping("/profile")
    @Nullable
    String changePassword(
            Principal user,
            @RequestParam(defaultValue = "") String currentPassword,
            @RequestParam(defaultValue = "") String newPassword,
            Model model,
            HttpServletResponse response) {
        Profile profile = of(user);
        Map<String, String> problems = problems(profile, currentPassword, newPassword);
        if (!problems.isEmpty()) {
            model.addAttribute("profile", profile);
            model.addAllAttributes(problems);
            response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
            return "profile";
        }
        profiles.changePassword(profile, newPassword);
        return Redirects.to(response, "/profile?changed");
    }

    private Map<String, String> problems(Profile profile, String currentPassword, String newPassword) {
        var problems = new LinkedHashMap<String, String>();
        if (!profiles.passwordMatches(profile, currentPassword)) {
            problems.put("currentPasswordError", "This is not your current password.");
        }
        if (!Profiles.isAcceptable(newPassword)) {
            problems.put("newPasswordError", "Use 8 to 72 characters.");
        } else if (newPassword.equals(currentPassword)) {
            problems.put("newPasswordError", "Choose a password other than the current one.");
        }
        return problems;
    }

    private Profile of(Principal user) {
        return profiles.named(user.getName())
                .orElseThrow(() -> new IllegalStateException("logged in without a profile: " + user.getName()));
    }
}
