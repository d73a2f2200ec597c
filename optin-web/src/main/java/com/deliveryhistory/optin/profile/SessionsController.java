package com.deliveryhistory.optin.profile;

import com.deliveryhistory.optin.accounts.Account;
import com.deliveryhistory.optin.accounts.Accounts;
import com.deliveryhistory.optin.accounts.Member;
import com.deliveryhistory.optin.credentials.PasswordChanges;
import com.deliveryhistory.optin.sessions.SiteData;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * The page on which people see where they are signed in, and end it. That takes the password, of who has one here: somebody
 * who found a browser that was left open does not shut the owner out.
 */
@Controller
@RequestMapping("/sessions")
class SessionsController {

    private final OwnSessions sessions;
    private final Accounts accounts;
    private final PasswordChanges passwords;

    SessionsController(OwnSessions sessions, Accounts accounts, PasswordChanges passwords) {
        this.sessions = sessions;
        this.accounts = accounts;
        this.passwords = passwords;
    }

    @GetMapping
    String list(@AuthenticationPrincipal Member person, HttpSession http, Model model) {
        return page(accounts.of(person), Map.of(), http, model);
    }

    /** One that has ended meanwhile is no error: it is what was asked for. */
    @PostMapping("/end")
    String end(
            @AuthenticationPrincipal Member person,
            @RequestParam String session,
            @RequestParam(defaultValue = "") String current,
            HttpSession http,
            HttpServletResponse response,
            Model model) {
        return onceProved(person, current, http, response, model, () -> {
            sessions.end(person.name(), session);
            return "redirect:/sessions?ended";
        });
    }

    @PostMapping("/end-others")
    String endOthers(
            @AuthenticationPrincipal Member person,
            @RequestParam(defaultValue = "") String current,
            HttpSession http,
            HttpServletResponse response,
            Model model) {
        return onceProved(person, current, http, response, model, () -> {
            sessions.endOthers(person.name(), http.getId());
            return "redirect:/sessions?ended";
        });
    }

    @PostMapping("/end-all")
    String endAll(
            @AuthenticationPrincipal Member person,
            @RequestParam(defaultValue = "") String current,
            HttpServletRequest request,
            HttpSession http,
            HttpServletResponse response,
            Model model) {
        return onceProved(person, current, http, response, model, () -> {
            sessions.endAll(person.name());
            http.invalidate();
            SiteData.CLEARED.writeHeaders(request, response);
            return "redirect:/sign-in?signed-out-everywhere";
        });
    }

    private String onceProved(
            Member person,
            String current,
            HttpSession http,
            HttpServletResponse response,
            Model model,
            Supplier<String> ending) {
        Account account = accounts.of(person);
        Optional<String> problem = passwords.problemOfProof(account, current, http.getId());
        if (problem.isEmpty()) {
            return ending.get();
        }
        response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
        return page(account, Map.of("current", problem.get()), http, model);
    }

    private String page(Account account, Map<String, String> problems, HttpSession http, Model model) {
        model.addAttribute("sessions", sessions.of(account.name(), http.getId()));
        model.addAttribute("passwordAsked", passwords.signsInWithPassword(account));
        model.addAttribute("problems", problems);
        return "sessions";
    }
}
