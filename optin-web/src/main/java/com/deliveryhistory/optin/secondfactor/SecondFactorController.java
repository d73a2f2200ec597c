package com.deliveryhistory.optin.secondfactor;

import com.deliveryhistory.optin.accounts.Account;
import com.deliveryhistory.optin.accounts.Accounts;
import com.deliveryhistory.optin.accounts.Member;
import com.deliveryhistory.optin.credentials.PasswordChanges;
import com.deliveryhistory.optin.sessions.WantedPages;
import com.deliveryhistory.optin.throttling.DeviceMemory;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;

/** Asks for the second factor, and lets people set theirs up, renew its recovery codes and remove it. */
@Controller
@RequestMapping("/second-factor")
class SecondFactorController {

    private static final String PROFILE = "redirect:/profile";

    private final SecondFactors factors;
    private final SecondFactorCheck check;
    private final Accounts accounts;
    private final PasswordChanges passwords;
    private final DeviceMemory devices;
    private final WantedPages wanted;

    SecondFactorController(
            SecondFactors factors,
            SecondFactorCheck check,
            Accounts accounts,
            PasswordChanges passwords,
            DeviceMemory devices,
            WantedPages wanted) {
        this.factors = factors;
        this.check = check;
        this.accounts = accounts;
        this.passwords = passwords;
        this.devices = devices;
        this.wanted = wanted;
    }

    @GetMapping
    String ask(Authentication person, HttpServletRequest request, HttpServletResponse response, Model model) {
        if (FactorAuthority.isSettled(person)) {
            return "redirect:/";
        }
        if (!factors.isSetUp(person.getName())) { // it was removed since
            FactorAuthority.change(person, FactorAuthority.NOT_SET_UP, request, response);
            return "redirect:/";
        }
        model.addAttribute("problems", Map.of());
        return "second-factor";
    }

    @PostMapping
    String prove(
            Authentication person,
            @RequestParam(defaultValue = "") String code,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        if (FactorAuthority.isSettled(person)) {
            return "redirect:/";
        }
        Optional<SecondFactorCheck.Refused> refused = check.refuse(person.getName(), code, request);
        if (refused.isPresent()) {
            refused.get().tell(model, response);
            return "second-factor";
        }
        request.changeSessionId();
        FactorAuthority.change(person, FactorAuthority.PROVED, request, response);
        devices.remember(List.of(person.getName()), request, response);
        return "redirect:" + wanted.take(request, response);
    }

    @GetMapping("/set-up")
    String setUp(@AuthenticationPrincipal Member member, HttpSession session, Model model) {
        requireOffered();
        return factors.proposed(member, session.getId())
                .map(setUp -> page(setUp, Map.of(), member, model))
                .orElse(PROFILE);
    }

    @PostMapping("/set-up")
    String confirm(
            @AuthenticationPrincipal Member member,
            Authentication person,
            @RequestParam(defaultValue = "") String current,
            @RequestParam(defaultValue = "") String code,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        requireOffered();
        Optional<String> notProved = passwords.problemOfProof(
                accounts.of(member), current, request.getSession().getId());
        if (notProved.isPresent()) {
            return setUpAgain(Map.of("current", notProved.get()), member, request.getSession(), response, model);
        }
        Optional<List<String>> codes =
                factors.confirm(member, code, request.getSession().getId());
        if (codes.isEmpty()) {
            return setUpAgain(
                    Map.of("code", "second-factor.set-up.wrong"), member, request.getSession(), response, model);
        }
        request.changeSessionId();
        FactorAuthority.change(person, FactorAuthority.PROVED, request, response);
        return codes(codes.get(), model, response);
    }

    private String setUpAgain(
            Map<String, String> problems,
            Member member,
            HttpSession session,
            HttpServletResponse response,
            Model model) {
        return factors.proposed(member, session.getId())
                .map(setUp -> {
                    response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
                    return page(setUp, problems, member, model);
                })
                .orElse(PROFILE);
    }

    @GetMapping("/settings")
    String settings(@AuthenticationPrincipal Member member, Model model) {
        requireOffered();
        return settings(member, Map.of(), model);
    }

    /** The person says so on the page that shows new ones, once. */
    @PostMapping("/recovery-codes/kept")
    String keepRecoveryCodes(@AuthenticationPrincipal Member member) {
        factors.recoveryCodesKept(member);
        return "redirect:/";
    }

    @PostMapping("/recovery-codes")
    String renewRecoveryCodes(
            @AuthenticationPrincipal Member member,
            @RequestParam(defaultValue = "") String current,
            @RequestParam(defaultValue = "") String code,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        if (!factors.isSetUp(member.name())) {
            return PROFILE;
        }
        Account account = accounts.of(member);
        Map<String, String> problems = new LinkedHashMap<>();
        if (passwords.signsInWithPassword(account)) {
            passwords
                    .problemOfCurrent(account, current, request.getSession().getId())
                    .ifPresent(problem -> {
                        response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
                        problems.put("codes-current", problem);
                    });
        } else {
            refuse(member, code, request, response, model).ifPresent(problem -> problems.put("codes-code", problem));
        }
        if (!problems.isEmpty()) {
            return settings(member, problems, model);
        }
        return codes(factors.renewRecoveryCodes(member), model, response);
    }

    @PostMapping("/remove")
    String remove(
            @AuthenticationPrincipal Member member,
            Authentication person,
            @RequestParam(defaultValue = "") String current,
            @RequestParam(defaultValue = "") String code,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        if (!factors.isSetUp(member.name())) {
            return PROFILE;
        }
        Account account = accounts.of(member);
        Map<String, String> problems = new LinkedHashMap<>();
        passwords
                .problemOfProof(account, current, request.getSession().getId())
                .ifPresent(problem -> problems.put("remove-current", problem));
        if (problems.isEmpty()) { // a code is not used up for nothing
            refuse(member, code, request, response, model).ifPresent(problem -> problems.put("code", problem));
        } else {
            response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
        }
        if (!problems.isEmpty()) {
            return settings(member, problems, model);
        }
        factors.remove(account, member.name());
        FactorAuthority.change(person, FactorAuthority.NOT_SET_UP, request, response);
        return "redirect:/profile?saved=second-factor";
    }

    /** The message that says why the code does not count; empty if it does, which uses it up. */
    private Optional<String> refuse(
            Member member, String code, HttpServletRequest request, HttpServletResponse response, Model model) {
        return check.refuse(member.name(), code, request).map(refused -> {
            refused.tell(model, response);
            return refused.pause().isZero() ? "second-factor.wrong" : "second-factor.not-looked-at";
        });
    }

    private String page(SetUp setUp, Map<String, String> problems, Member member, Model model) {
        model.addAttribute("setUp", setUp);
        model.addAttribute("passwordAsked", passwords.signsInWithPassword(accounts.of(member)));
        model.addAttribute("required", factors.isRequiredFor(member));
        model.addAttribute("problems", problems);
        return "second-factor-set-up";
    }

    private String settings(Member member, Map<String, String> problems, Model model) {
        Optional<SecondFactors.CodesLeft> codes = factors.recoveryCodesOf(member.name());
        if (codes.isEmpty()) {
            return "redirect:/second-factor/set-up";
        }
        model.addAttribute("passwordAsked", passwords.signsInWithPassword(accounts.of(member)));
        model.addAttribute("codes", codes.get());
        model.addAttribute("required", factors.isRequiredFor(member));
        model.addAttribute("problems", problems);
        return "second-factor-settings";
    }

    /** Shown once: neither the browser nor a proxy is to keep them. */
    private static String codes(List<String> codes, Model model, HttpServletResponse response) {
        response.setHeader("Cache-Control", "no-store");
        model.addAttribute("codes", codes);
        return "recovery-codes";
    }

    private void requireOffered() {
        if (!factors.areOffered()) {
            throw new ResponseStatusException(HttpStatus.NOT_FOUND);
        }
    }
}
