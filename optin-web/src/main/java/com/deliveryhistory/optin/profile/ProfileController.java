package com.deliveryhistory.optin.profile;

import com.deliveryhistory.optin.accounts.Account;
import com.deliveryhistory.optin.accounts.Accounts;
import com.deliveryhistory.optin.accounts.Member;
import com.deliveryhistory.optin.addresses.EmailChanges;
import com.deliveryhistory.optin.addresses.ProvedAddresses;
import com.deliveryhistory.optin.credentials.PasswordChanges;
import com.deliveryhistory.optin.languages.Languages;
import com.deliveryhistory.optin.secondfactor.SecondFactors;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The page of one's own account. */
@Controller
@RequestMapping("/profile")
class ProfileController {

    private static final List<String> SAVED = List.of(
            "email", "email-asked", "email-sent-again", "email-cancelled", "language", "password", "second-factor");

    private final Accounts accounts;
    private final Profiles profiles;
    private final PasswordChanges passwords;
    private final EmailChanges addresses;
    private final ProvedAddresses proved;
    private final SecondFactors factors;

    ProfileController(
            Accounts accounts,
            Profiles profiles,
            PasswordChanges passwords,
            EmailChanges addresses,
            ProvedAddresses proved,
            SecondFactors factors) {
        this.accounts = accounts;
        this.profiles = profiles;
        this.passwords = passwords;
        this.addresses = addresses;
        this.proved = proved;
        this.factors = factors;
    }

    @ModelAttribute("secondFactorOffered")
    boolean secondFactorOffered() {
        return factors.areOffered();
    }

    @ModelAttribute("languages")
    List<Locale> languages() {
        return Languages.ALL;
    }

    @GetMapping
    String show(
            @AuthenticationPrincipal Member member,
            @RequestParam(required = false) @Nullable String saved,
            Model model,
            HttpServletResponse response) {
        model.addAttribute(
                "saved",
                SAVED.stream().filter(what -> what.equals(saved)).findFirst().orElse(null));
        return page(accounts.of(member), null, Map.of(), model, response);
    }

    @PostMapping("/email")
    String changeEmail(
            @AuthenticationPrincipal Member member,
            @RequestParam(defaultValue = "") String email,
            @RequestParam(defaultValue = "") String current,
            HttpSession session,
            Model model,
            HttpServletResponse response) {
        Account account = accounts.of(member);
        Map<String, String> problems = profiles.changeEmail(account, email, current, session.getId());
        return problems.isEmpty()
                ? "redirect:/profile?saved=email-asked"
                : page(account, email, problems, model, response);
    }

    @PostMapping("/email/send-again")
    String sendLinkAgain(@AuthenticationPrincipal Member member, Model model, HttpServletResponse response) {
        Account account = accounts.of(member);
        Map<String, String> problems = profiles.sendLinkAgain(account);
        return problems.isEmpty()
                ? "redirect:/profile?saved=email-sent-again"
                : page(account, null, problems, model, response);
    }

    @PostMapping("/email/cancel")
    String cancelEmail(@AuthenticationPrincipal Member member) {
        addresses.cancel(accounts.of(member));
        return "redirect:/profile?saved=email-cancelled";
    }

    @PostMapping("/password")
    String changePassword(
            @AuthenticationPrincipal Member member,
            @RequestParam(defaultValue = "") String current,
            @RequestParam(defaultValue = "") String password,
            @RequestParam(defaultValue = "") String again,
            HttpServletRequest request,
            Model model,
            HttpServletResponse response) {
        Account account = accounts.of(member);
        Map<String, String> problems = profiles.changePassword(
                account, current, password, again, request.getSession().getId());
        return problems.isEmpty() ? "redirect:/profile?saved=password" : page(account, null, problems, model, response);
    }

    @PostMapping("/language")
    String changeLanguage(
            @AuthenticationPrincipal Member member,
            Authentication authentication,
            @RequestParam(defaultValue = "") String language,
            HttpServletRequest request,
            HttpServletResponse response) {
        Member changed = member.speaking(profiles.changeLanguage(member, language));
        SecurityContext context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(authentication.toBuilder().principal(changed).build());
        SecurityContextHolder.setContext(context);
        new HttpSessionSecurityContextRepository().saveContext(context, request, response);
        return "redirect:/profile?saved=language";
    }

    private String page(
            Account account,
            @Nullable String typedEmail,
            Map<String, String> problems,
            Model model,
            HttpServletResponse response) {
        if (!problems.isEmpty()) {
            response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
        }
        model.addAttribute("account", account);
        model.addAttribute("pending", addresses.pendingOf(account).orElse(null));
        model.addAttribute("emailProved", proved.isProved(account));
        model.addAttribute(
                "recoveryCodes", factors.recoveryCodesOf(account.name()).orElse(null));
        model.addAttribute("passwordAsked", passwords.signsInWithPassword(account));
        model.addAttribute("email", typedEmail == null ? account.email() : typedEmail);
        model.addAttribute("problems", problems);
        return "profile";
    }
}
