package com.deliveryhistory.optin.pages;

import com.deliveryhistory.events.Application;
import com.deliveryhistory.optin.accounts.Member;
import com.deliveryhistory.optin.upsusers.NamedUser;
import com.deliveryhistory.optin.upsusers.UpsUsers;
import jakarta.servlet.http.HttpServletResponse;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;

/** The company manager page, where admins opt in and end opt-ins. */
@Controller
@RequestMapping("/company")
class CompanyController {

    private final OptInEndings endings;
    private final UpsUsers users;

    CompanyController(OptInEndings endings, UpsUsers users) {
        this.endings = endings;
        this.users = users;
    }

    @GetMapping
    @Nullable
    String manager(
            @AuthenticationPrincipal Member admin,
            @RequestAttribute("cards") List<ApplicationCard> cards,
            @RequestParam(name = "opted-in", required = false) @Nullable String optedIn,
            @RequestParam(required = false) @Nullable String renewed,
            @RequestParam(required = false) @Nullable String seen,
            Model model,
            HttpServletResponse response) {
        String justOptedIn = named(cards, optedIn);
        String address = justOptedIn == null ? "/company?" : "/company?opted-in=" + justOptedIn + "&";
        boolean pending = cards.stream().anyMatch(card -> card.phase().isPending());
        Map<Application, NamedUser> upsUsers = users.of(admin.company());
        Live live = Live.page(address, pending, cards, new TreeMap<>(upsUsers));
        if (live.isUnchanged(seen)) {
            response.setStatus(HttpStatus.NO_CONTENT.value());
            return null;
        }
        model.addAttribute("ownButtons", true);
        model.addAttribute("optedIn", justOptedIn);
        model.addAttribute("renewed", named(cards, renewed));
        model.addAttribute("upsUsers", upsUsers);
        model.addAttribute("live", live);
        return "company";
    }

    @GetMapping("/{application}/password-changed")
    String confirmPasswordChanged(
            @RequestAttribute("cards") List<ApplicationCard> cards, @PathVariable String application, Model model) {
        return confirm(cards, application, model, "password-changed");
    }

    @GetMapping("/{application}/withdraw")
    String confirmWithdrawal(
            @RequestAttribute("cards") List<ApplicationCard> cards, @PathVariable String application, Model model) {
        return confirm(cards, application, model, "withdraw");
    }

    @PostMapping("/{application}/password-changed")
    String passwordChanged(
            @AuthenticationPrincipal Member admin,
            @RequestAttribute("cards") List<ApplicationCard> cards,
            @PathVariable String application,
            @RequestParam String authorizedAt) {
        return endings.passwordChanged(admin, card(cards, application), instant(authorizedAt))
                ? "redirect:/company"
                : "redirect:/company?renewed=" + application;
    }

    @PostMapping("/{application}/withdraw")
    String withdraw(
            @AuthenticationPrincipal Member admin,
            @RequestAttribute("cards") List<ApplicationCard> cards,
            @PathVariable String application,
            @RequestParam String authorizedAt) {
        return endings.withdraw(admin, card(cards, application), instant(authorizedAt))
                ? "redirect:/company"
                : "redirect:/company?renewed=" + application;
    }

    /** "Try again": what is stored goes to Kafka, without a new UPS.com log-in. */
    @PostMapping("/{application}/try-again")
    String tryAgain(
            @AuthenticationPrincipal Member admin,
            @RequestAttribute("cards") List<ApplicationCard> cards,
            @PathVariable String application) {
        ApplicationCard card = card(cards, application);
        endings.publishStored(admin);
        return card.phase() == ApplicationCard.Phase.OPT_IN_STORED
                ? "redirect:/company?opted-in=" + application
                : "redirect:/company";
    }

    private static String confirm(List<ApplicationCard> cards, String application, Model model, String action) {
        ApplicationCard card = card(cards, application);
        if (!card.isActive()) {
            return "redirect:/company";
        }
        model.addAttribute("card", card);
        model.addAttribute("action", action);
        return "confirm-ending";
    }

    private static ApplicationCard card(List<ApplicationCard> cards, String application) {
        return cards.stream()
                .filter(card -> card.application().id().value().equals(application))
                .findFirst()
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    }

    /** The name if it is one of ours; a foreign parameter value is never shown. */
    private static @Nullable String named(List<ApplicationCard> cards, @Nullable String application) {
        return cards.stream()
                .map(card -> card.application().id().value())
                .filter(name -> name.equals(application))
                .findFirst()
                .orElse(null);
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw new ResponseStatusException(HttpStatus.BAD_REQUEST, "authorizedAt is no time", e);
        }
    }
}
