package com.deliveryhistory.optin.history;

import com.deliveryhistory.optin.accounts.Member;
import com.deliveryhistory.optin.deliveries.DeliveredPackage;
import com.deliveryhistory.optin.deliveries.Deliveries;
import com.deliveryhistory.optin.historyworker.Answer;
import com.deliveryhistory.optin.pages.Live;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.server.ResponseStatusException;

/** One package of the signed-in person's company. */
@Controller
class PackageController {

    private final Deliveries deliveries;

    PackageController(Deliveries deliveries) {
        this.deliveries = deliveries;
    }

    @GetMapping("/packages/{trackingNumber}")
    String show(
            @PathVariable String trackingNumber,
            @AuthenticationPrincipal Member member,
            Model model,
            HttpServletRequest request) {
        return switch (deliveries.find(member.company(), trackingNumber)) {
            case Answer.Found<DeliveredPackage> found -> {
                model.addAttribute("package", found.value());
                yield "package-details";
            }
            case Answer.Absent<DeliveredPackage> absent -> throw new ResponseStatusException(HttpStatus.NOT_FOUND);
            case Answer.Refused<DeliveredPackage> refused -> throw new ResponseStatusException(HttpStatus.NOT_FOUND);
            case Answer.Unavailable<DeliveredPackage> unavailable -> {
                model.addAttribute("live", Live.awaiting(request.getRequestURI() + "?", "unavailable"));
                yield "package-unavailable";
            }
        };
    }
}
