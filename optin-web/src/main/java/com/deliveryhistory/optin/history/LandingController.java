package com.deliveryhistory.optin.history;

import com.deliveryhistory.optin.accounts.Accounts;
import com.deliveryhistory.optin.accounts.Member;
import com.deliveryhistory.optin.pages.ApplicationCard;
import com.deliveryhistory.optin.pages.Live;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestParam;

/** The landing page: the opt-in screen until the company has opted in, its delivery history from then on. */
@Controller
class LandingController {

    private final Accounts accounts;
    private final History history;
    private final Clock clock;

    LandingController(Accounts accounts, History history, Clock clock) {
        this.accounts = accounts;
        this.history = history;
        this.clock = clock;
    }

    @GetMapping("/")
    @Nullable
    String landing(
            @AuthenticationPrincipal Member member,
            @RequestAttribute("cards") List<ApplicationCard> cards,
            @ModelAttribute("form") HistoryForm form,
            @RequestParam(required = false) @Nullable String seen,
            Model model,
            HttpServletResponse response) {
        ApplicationCard card =
                cards.stream().filter(ApplicationCard::isCollecting).findFirst().orElseGet(cards::getFirst);
        List<String> admins = card.isActive() || member.isAdmin()
                ? List.of()
                : accounts.adminsOf(member.company()); // whom a user can ask
        ChartDays days = ChartDays.of(form.query(), clock);
        HistoryParts parts = card.grant() == null || !form.problems().isEmpty()
                ? HistoryParts.NONE
                : history.of(member.company(), form.query(), form.cursor(), days);
        HistoryView view = HistoryView.of(form, parts, days);
        Live live = view.isUnavailable() && !card.phase().isPending()
                ? Live.awaiting(form.question(), cards, admins, parts)
                : Live.page(form.question(), card.phase().isPending(), cards, admins, parts);
        if (live.isUnchanged(seen)) {
            response.setStatus(HttpStatus.NO_CONTENT.value());
            return null;
        }
        model.addAttribute("ownButtons", !card.isActive());
        model.addAttribute("card", card);
        model.addAttribute("admins", admins);
        model.addAttribute("view", view);
        model.addAttribute("collected", view.coverage());
        model.addAttribute("history", view.packages());
        if (view.problems().isEmpty()) {
            model.addAttribute("live", live);
        } else {
            response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
        }
        return "landing";
    }
}
