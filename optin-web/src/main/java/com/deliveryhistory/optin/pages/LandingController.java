package com.deliveryhistory.optin.pages;

import com.deliveryhistory.events.Application;
import com.deliveryhistory.optin.accounts.Accounts;
import com.deliveryhistory.optin.accounts.Member;
import com.deliveryhistory.optin.deliveries.Coverage;
import com.deliveryhistory.optin.deliveries.Deliveries;
import com.deliveryhistory.optin.deliveries.Deliveries.Answer;
import com.deliveryhistory.optin.deliveries.HistoryPage;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.RequestParam;

/** The landing page: the opt-in screen until the company has opted in, its delivery history from then on. */
@Controller
class LandingController {

    private final Accounts accounts;
    private final Deliveries deliveries;

    LandingController(Accounts accounts, Deliveries deliveries) {
        this.accounts = accounts;
        this.deliveries = deliveries;
    }

    @GetMapping("/")
    @Nullable
    String landing(
            @AuthenticationPrincipal Member member,
            @ModelAttribute("cards") List<ApplicationCard> cards,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable String seen,
            Model model,
            HttpServletResponse response) {
        ApplicationCard card = cards.stream()
                .filter(each -> each.application().id().equals(Application.INTELLIGENT_DELIVERY_HISTORY))
                .findFirst()
                .orElseGet(cards::getFirst);
        List<String> admins = card.isActive() ? List.of() : accounts.adminsOf(member.company());
        Answer<HistoryPage> history =
                card.grant() == null ? new Answer.Absent<>() : deliveries.packages(member.company(), cursor);
        Answer<Coverage> coverage = card.grant() == null || history.isUnavailable()
                ? new Answer.Absent<>()
                : deliveries.coverage(member.company());
        String address = cursor == null ? "/?" : "/?cursor=" + URLEncoder.encode(cursor, StandardCharsets.UTF_8) + "&";
        Live live = Live.page(address, card.phase().isPending(), cards, admins, history, coverage);
        if (live.isUnchanged(seen)) {
            response.setStatus(HttpStatus.NO_CONTENT.value());
            return null;
        }
        model.addAttribute("ownButtons", !card.isActive());
        model.addAttribute("card", card);
        model.addAttribute("admins", admins);
        model.addAttribute("history", history.found().orElse(null));
        model.addAttribute("historyUnavailable", history.isUnavailable());
        model.addAttribute("coverage", coverage.found().orElse(null));
        model.addAttribute("olderPage", cursor != null);
        model.addAttribute("live", live);
        return "landing";
    }
}
