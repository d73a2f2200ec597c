package com.deliveryhistory.optin.sessions;

import jakarta.servlet.http.HttpSession;
import java.security.Principal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The page on which people see where they are signed in, and end it. */
@Controller
@RequestMapping("/sessions")
class SessionsController {

    private final OwnSessions sessions;

    SessionsController(OwnSessions sessions) {
        this.sessions = sessions;
    }

    @GetMapping
    String list(Principal person, HttpSession current, Model model) {
        model.addAttribute("sessions", sessions.of(person.getName(), current.getId()));
        return "sessions";
    }

    /** One that has ended meanwhile is no error: it is what was asked for. */
    @PostMapping("/end")
    String end(Principal person, @RequestParam String session) {
        sessions.end(person.getName(), session);
        return "redirect:/sessions?ended";
    }

    @PostMapping("/end-others")
    String endOthers(Principal person, HttpSession current) {
        sessions.endOthers(person.getName(), current.getId());
        return "redirect:/sessions?ended";
    }

    @PostMapping("/end-all")
    String endAll(Principal person, HttpSession current) {
        sessions.endAll(person.getName());
        current.invalidate();
        return "redirect:/sign-in?signed-out-everywhere";
    }
}
