package com.deliveryhistory.optin.people;

import com.deliveryhistory.optin.accounts.Account;
import com.deliveryhistory.optin.accounts.EmailAddress;
import com.deliveryhistory.optin.accounts.Member;
import com.deliveryhistory.optin.accounts.Member.Role;
import com.deliveryhistory.optin.credentials.PasswordPolicy;
import com.deliveryhistory.optin.invitations.Inviting;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The people page of administrators. */
@Controller
@RequestMapping("/people")
class PeopleController {

    private final People people;
    private final Inviting inviting;
    private final PasswordPolicy policy;

    PeopleController(People people, Inviting inviting, PasswordPolicy policy) {
        this.people = people;
        this.inviting = inviting;
        this.policy = policy;
    }

    @ModelAttribute("roles")
    Role[] roles() {
        return Role.values();
    }

    @GetMapping
    String list(
            @AuthenticationPrincipal Member admin,
            @RequestParam(required = false) @Nullable String outcome,
            Model model) {
        model.addAttribute("outcome", known(outcome));
        return list(admin, model, "", Role.USER, Map.of());
    }

    @PostMapping("/invitations")
    String invite(
            @AuthenticationPrincipal Member admin,
            @RequestParam(defaultValue = "") String email,
            @RequestParam(defaultValue = "USER") Role role,
            Locale locale,
            Model model,
            RedirectAttributes to,
            HttpServletResponse response) {
        Optional<EmailAddress> address = EmailAddress.of(email);
        if (address.isEmpty()) {
            return refused(admin, model, email, role, "people.email.invalid", response);
        }
        Inviting.Outcome outcome = inviting.invite(admin, address.get(), role, locale);
        return switch (outcome) {
            case INVITED, INVITED_LATER -> list(outcome.name(), to);
            case HAS_ACCOUNT, FULL -> refused(admin, model, email, role, "people.outcome." + outcome, response);
        };
    }

    @PostMapping("/invitations/send-again")
    String sendAgain(@AuthenticationPrincipal Member admin, @RequestParam String email, RedirectAttributes to) {
        String outcome = EmailAddress.of(email)
                .flatMap(address -> inviting.sendAgain(admin, address))
                .map(Enum::name)
                .orElse("UNCHANGED");
        return list(outcome, to);
    }

    @PostMapping("/invitations/revoke")
    String revoke(@AuthenticationPrincipal Member admin, @RequestParam String email, RedirectAttributes to) {
        return EmailAddress.of(email)
                        .filter(address -> inviting.revoke(admin, address))
                        .isPresent()
                ? list("DONE", to)
                : list("UNCHANGED", to);
    }

    @GetMapping("/person")
    String person(
            @AuthenticationPrincipal Member admin,
            @RequestParam String name,
            @RequestParam(required = false) @Nullable String outcome,
            Model model) {
        model.addAttribute("outcome", known(outcome));
        Account person = person(admin, name);
        model.addAttribute("person", person);
        model.addAttribute("secondFactor", people.hasSecondFactor(person));
        return "person";
    }

    @GetMapping("/disable")
    String confirmDisabling(@AuthenticationPrincipal Member admin, @RequestParam String name, Model model) {
        model.addAttribute("person", person(admin, name));
        return "person-disable";
    }

    @PostMapping("/disable")
    String disable(@AuthenticationPrincipal Member admin, @RequestParam String name, RedirectAttributes to) {
        Account person = person(admin, name);
        return person(person, people.disable(admin, person), to);
    }

    @PostMapping("/enable")
    String enable(@AuthenticationPrincipal Member admin, @RequestParam String name, RedirectAttributes to) {
        Account person = person(admin, name);
        return person(person, people.enable(admin, person), to);
    }

    @PostMapping("/role")
    String changeRole(
            @AuthenticationPrincipal Member admin,
            @RequestParam String name,
            @RequestParam Role role,
            RedirectAttributes to) {
        Account person = person(admin, name);
        return person(person, people.changeRole(admin, person, role), to);
    }

    @PostMapping("/password-reset")
    String sendPasswordReset(@AuthenticationPrincipal Member admin, @RequestParam String name, RedirectAttributes to) {
        Account person = person(admin, name);
        return person(person, people.sendPasswordReset(admin, person), to);
    }

    @PostMapping("/second-factor/remove")
    String removeSecondFactor(@AuthenticationPrincipal Member admin, @RequestParam String name, RedirectAttributes to) {
        Account person = person(admin, name);
        return person(person, people.removeSecondFactor(admin, person), to);
    }

    private String list(Member admin, Model model, String email, Role role, Map<String, String> problems) {
        model.addAttribute("people", people.of(admin));
        model.addAttribute("invitations", inviting.of(admin.company()));
        model.addAttribute("withPassword", policy.allowsPasswords(admin.company()));
        model.addAttribute("email", email);
        model.addAttribute("role", role);
        model.addAttribute("problems", problems);
        return "people";
    }

    private String refused(
            Member admin, Model model, String email, Role role, String problem, HttpServletResponse response) {
        response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
        return list(admin, model, email, role, Map.of("email", problem));
    }

    private static String list(String outcome, RedirectAttributes to) {
        to.addAttribute("outcome", outcome);
        return "redirect:/people";
    }

    private static String person(Account person, People.Outcome outcome, RedirectAttributes to) {
        to.addAttribute("name", person.name());
        to.addAttribute("outcome", outcome.name());
        return "redirect:/people/person";
    }

    /** Somebody of the own company; people of others are not there. */
    private Account person(Member admin, String name) {
        return people.find(admin, name).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    }

    /** A foreign parameter value is never shown. */
    private static @Nullable String known(@Nullable String outcome) {
        return Stream.concat(Arrays.stream(People.Outcome.values()), Arrays.stream(Inviting.Outcome.values()))
                .map(Enum::name)
                .filter(name -> name.equals(outcome))
                .findFirst()
                .orElse(null);
    }
}
