package com.deliveryhistory.optin.credentials;

import com.deliveryhistory.optin.accounts.Account;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** "Forgot password?", and what the mailed link leads to. Looking at a link changes nothing: mail scanners do so. */
@Controller
class PasswordResetController {

    private static final int LONGEST_NAME = 254;

    private final PasswordResets resets;
    private final PasswordPolicy policy;

    PasswordResetController(PasswordResets resets, PasswordPolicy policy) {
        this.resets = resets;
        this.policy = policy;
    }

    @GetMapping("/password-forgotten")
    String forgotten() {
        return "password-forgotten";
    }

    @PostMapping("/password-forgotten")
    String send(
            @RequestParam(defaultValue = "") String name,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        model.addAttribute("name", name);
        if (name.isBlank() || name.length() > LONGEST_NAME) {
            response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
            model.addAttribute("problems", Map.of("name", "password-forgotten.invalid"));
        } else if (resets.forgotten(name, request.getRemoteAddr())) {
            model.addAttribute("sent", true);
        } else {
            response.setStatus(HttpStatus.TOO_MANY_REQUESTS.value());
            model.addAttribute("problems", Map.of("name", "password-forgotten.too-often"));
        }
        return "password-forgotten";
    }

    @GetMapping("/password-reset/{secret}")
    String show(@PathVariable String secret, Model model, HttpServletResponse response) {
        return page(secret, resets.find(secret), Map.of(), model, response);
    }

    @PostMapping("/password-reset/{secret}")
    String reset(
            @PathVariable String secret,
            @RequestParam(defaultValue = "") String password,
            @RequestParam(defaultValue = "") String again,
            Model model,
            HttpServletResponse response) {
        Optional<Account> account = resets.find(secret);
        Optional<String> problem = account.flatMap(person -> resets.reset(person, secret, password, again));
        if (account.isPresent() && problem.isEmpty()) {
            return "redirect:" + policy.signInPage(account.get().member().company()) + "?password-set";
        }
        Map<String, String> problems =
                problem.map(text -> Map.of("password", text)).orElse(Map.of());
        return page(secret, resets.find(secret), problems, model, response);
    }

    private static String page(
            String secret,
            Optional<Account> account,
            Map<String, String> problems,
            Model model,
            HttpServletResponse response) {
        response.setHeader("Referrer-Policy", "no-referrer");
        if (account.isEmpty()) {
            response.setStatus(HttpStatus.GONE.value());
            model.addAttribute("gone", "password-reset.gone");
            return "link-gone";
        }
        if (!problems.isEmpty()) {
            response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
        }
        model.addAttribute("name", account.get().name());
        model.addAttribute("secret", secret);
        model.addAttribute("problems", problems);
        return "password-reset";
    }
}
