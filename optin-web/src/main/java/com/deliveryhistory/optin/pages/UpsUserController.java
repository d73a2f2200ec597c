package com.deliveryhistory.optin.pages;

import com.deliveryhistory.events.GrantId;
import com.deliveryhistory.optin.accounts.Member;
import com.deliveryhistory.optin.authorization.OptInApplication;
import com.deliveryhistory.optin.authorization.OptInApplications;
import com.deliveryhistory.optin.upsusers.NamedUser;
import com.deliveryhistory.optin.upsusers.UpsUser;
import com.deliveryhistory.optin.upsusers.UpsUserNames;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;

/**
 * Where an admin names the UPS.com user. A page of its own: the company manager page is renewed while it is looked at,
 * which would take away what somebody is typing, and Opt-In stays a plain link, which leads to another site and so
 * cannot be a form (see {@code form-action} in the pages' content security policy).
 */
@Controller
@RequestMapping("/company/{application}/ups-user")
class UpsUserController {

    private final OptInApplications applications;
    private final UpsUserNames users;

    UpsUserController(OptInApplications applications, UpsUserNames users) {
        this.applications = applications;
        this.users = users;
    }

    @GetMapping
    String form(@AuthenticationPrincipal Member admin, @PathVariable String application, Model model) {
        OptInApplication known = known(application);
        Optional<NamedUser> named = users.find(new GrantId(admin.company(), known.id()));
        return form(known, named.map(user -> user.user().name()).orElse(""), false, model);
    }

    @PostMapping
    String name(
            @AuthenticationPrincipal Member admin,
            @PathVariable String application,
            @RequestParam("ups-user") String typed,
            Model model,
            HttpServletResponse response) {
        OptInApplication known = known(application);
        if (!users.name(admin, known.id(), typed)) {
            response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
            return form(known, typed, true, model);
        }
        return "redirect:/company";
    }

    private static String form(OptInApplication application, String typed, boolean wrong, Model model) {
        model.addAttribute("optIn", application);
        model.addAttribute("typed", typed.length() > UpsUser.LONGEST ? typed.substring(0, UpsUser.LONGEST) : typed);
        model.addAttribute("longest", UpsUser.LONGEST);
        model.addAttribute("wrong", wrong);
        return "ups-user";
    }

    private OptInApplication known(String application) {
        return applications.find(application).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    }
}
