package com.deliveryhistory.optin.activity;

import com.deliveryhistory.optin.accounts.Member;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.server.ResponseStatusException;

/** Who did what in the company, for its admins. */
@Controller
class ActivityController {

    private final Activities activities;

    ActivityController(Activities activities) {
        this.activities = activities;
    }

    @GetMapping("/activity")
    String page(
            @AuthenticationPrincipal Member admin,
            @ModelAttribute("form") ActivityForm form,
            Locale language,
            Model model,
            HttpServletResponse response) {
        Map<String, String> problems = form.problems();
        if (problems.isEmpty()) {
            model.addAttribute("page", activities.page(admin.company(), form, language));
        } else {
            response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
        }
        model.addAttribute("problems", problems);
        model.addAttribute("kinds", activities.kinds(language));
        return "activity";
    }

    @GetMapping("/activity.csv")
    void file(
            @AuthenticationPrincipal Member admin,
            @ModelAttribute("form") ActivityForm form,
            Locale language,
            HttpServletResponse response)
            throws IOException {
        if (!form.problems().isEmpty()) {
            throw new ResponseStatusException(HttpStatus.BAD_REQUEST, "The address asks for no activities");
        }
        response.setContentType("text/csv;charset=UTF-8");
        response.setHeader("Content-Disposition", "attachment; filename=\"activity-" + admin.companyId() + ".csv\"");
        activities.write(admin.company(), form, language, response.getOutputStream());
    }
}
