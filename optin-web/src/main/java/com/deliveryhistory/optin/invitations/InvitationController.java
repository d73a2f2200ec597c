package com.deliveryhistory.optin.invitations;

import com.deliveryhistory.optin.credentials.PasswordPolicy;
import com.deliveryhistory.optin.invitations.Accepting.Outcome;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** What the link in an invitation leads to. Looking at it changes nothing: mail scanners look at links. */
@Controller
@RequestMapping("/invitation/{secret}")
class InvitationController {

    private final Accepting accepting;
    private final PasswordPolicy policy;

    InvitationController(Accepting accepting, PasswordPolicy policy) {
        this.accepting = accepting;
        this.policy = policy;
    }

    @GetMapping
    String show(@PathVariable String secret, Model model, HttpServletResponse response) {
        return page(secret, "", Map.of(), model, response);
    }

    @PostMapping
    String accept(
            @PathVariable String secret,
            @RequestParam(defaultValue = "") String name,
            @RequestParam(defaultValue = "") String password,
            @RequestParam(defaultValue = "") String again,
            Model model,
            HttpServletResponse response) {
        return switch (accepting.accept(secret, name, password, again)) {
            case Outcome.Accepted accepted -> "redirect:" + policy.signInPage(accepted.company()) + "?welcome";
            case Outcome.Refused refused -> page(secret, name, refused.problems(), model, response);
        };
    }

    private String page(
            String secret, String name, Map<String, String> problems, Model model, HttpServletResponse response) {
        response.setHeader("Referrer-Policy", "no-referrer");
        var invitation = accepting.find(secret);
        if (invitation.isEmpty()) {
            response.setStatus(HttpStatus.GONE.value());
            model.addAttribute("gone", "invitation.gone");
            return "link-gone";
        }
        if (!problems.isEmpty()) {
            response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
        }
        model.addAttribute("invitation", invitation.get());
        model.addAttribute("secret", secret);
        model.addAttribute("name", name);
        model.addAttribute("problems", problems);
        return "invitation";
    }
}
