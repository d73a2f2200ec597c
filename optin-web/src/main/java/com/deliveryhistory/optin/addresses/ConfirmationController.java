package com.deliveryhistory.optin.addresses;

import com.deliveryhistory.optin.accounts.Account;
import com.deliveryhistory.optin.accounts.Accounts;
import com.deliveryhistory.optin.accounts.AddressChanges.Pending;
import com.deliveryhistory.optin.accounts.Member;
import com.deliveryhistory.optin.storage.Hashes;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.util.Optional;
import java.util.function.BiFunction;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;

/**
 * What the link to a new address leads to. Looking at it changes nothing: mail scanners do so. It is of use to the person
 * alone who asked for it, signed in; so nobody confirms, by a careless click, that another's account has this address. The
 * link's hash waits in the session for the sign-in, and its secret leaves the address line.
 */
@Controller
class ConfirmationController {

    /** Where links lead, before their secret. */
    static final String LINK = "/email-confirmation/";

    private static final String PAGE = "/profile/email/confirmation";
    private static final String ATTRIBUTE = ConfirmationController.class.getName();

    private final EmailChanges changes;
    private final Accounts accounts;

    ConfirmationController(EmailChanges changes, Accounts accounts) {
        this.changes = changes;
        this.accounts = accounts;
    }

    @GetMapping(LINK + "{secret}")
    String follow(@PathVariable String secret, HttpServletRequest request, HttpServletResponse response, Model model) {
        response.setHeader("Referrer-Policy", "no-referrer");
        String hash = Hashes.sha256(secret);
        if (!changes.isOpen(hash)) {
            return gone(model, response);
        }
        request.getSession().setAttribute(ATTRIBUTE, hash);
        return "redirect:" + PAGE;
    }

    @GetMapping(PAGE)
    String show(
            @AuthenticationPrincipal Member member, HttpSession session, HttpServletResponse response, Model model) {
        return ofOpenChange(member, session, response, model, (account, change) -> {
            model.addAttribute("account", account);
            model.addAttribute("email", change.email());
            return "email-confirmation";
        });
    }

    @PostMapping(PAGE)
    String confirm(
            @AuthenticationPrincipal Member member, HttpSession session, HttpServletResponse response, Model model) {
        return ofOpenChange(member, session, response, model, (account, change) -> {
            session.removeAttribute(ATTRIBUTE);
            return switch (changes.confirm(account, change)) {
                case CONFIRMED -> "redirect:/profile?saved=email";
                case GONE -> gone(model, response);
                case TAKEN -> gone("email-confirmation.taken", HttpStatus.CONFLICT, model, response);
            };
        });
    }

    /** The page of the change whose link this person followed in this session, or that it is gone. */
    private String ofOpenChange(
            Member member,
            HttpSession session,
            HttpServletResponse response,
            Model model,
            BiFunction<Account, Pending, String> page) {
        Account account = accounts.of(member);
        Optional<Pending> change =
                session.getAttribute(ATTRIBUTE) instanceof String hash ? changes.find(account, hash) : Optional.empty();
        return change.map(open -> page.apply(account, open)).orElseGet(() -> gone(model, response));
    }

    private static String gone(Model model, HttpServletResponse response) {
        return gone("email-confirmation.gone", HttpStatus.GONE, model, response);
    }

    private static String gone(String why, HttpStatus status, Model model, HttpServletResponse response) {
        response.setStatus(status.value());
        model.addAttribute("gone", why);
        return "link-gone";
    }
}
