package com.deliveryhistory.optin.uploads;

import com.deliveryhistory.optin.accounts.Member;
import com.deliveryhistory.optin.activity.Activity;
import com.deliveryhistory.optin.activity.ActivityLog;
import com.deliveryhistory.optin.historyworker.Answer;
import com.deliveryhistory.optin.pages.ApplicationCard;
import com.deliveryhistory.optin.pages.Live;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.server.ResponseStatusException;

/** Where admins send in tracking numbers of older packages, and see what has come of them. */
@Controller
@RequestMapping("/tracking-numbers")
class UploadController {

    private static final String PARKED = "parked";

    private final Uploads uploads;
    private final ActivityLog activities;
    private final Clock clock;

    UploadController(Uploads uploads, ActivityLog activities, Clock clock) {
        this.uploads = uploads;
        this.activities = activities;
        this.clock = clock;
    }

    /** Whether numbers wait until there is an opt-in. */
    @ModelAttribute(PARKED)
    boolean isParked(@RequestAttribute("cards") List<ApplicationCard> cards) {
        return cards.stream().noneMatch(card -> card.isCollecting() && card.isActive());
    }

    @GetMapping
    @Nullable
    String form(
            @AuthenticationPrincipal Member admin,
            @RequestParam(required = false) @Nullable String seen,
            @RequestParam(name = "too-large", required = false) @Nullable String tooLarge,
            @ModelAttribute(name = PARKED, binding = false) boolean parked,
            Model model,
            HttpServletResponse response) {
        Answer<Uploads.Latest> latest = uploads.latest(admin.company());
        Live live = latest.isUnavailable()
                ? Live.awaiting("/tracking-numbers?", latest, parked)
                : Live.page("/tracking-numbers?", false, latest, parked);
        if (live.isUnchanged(seen)) {
            response.setStatus(HttpStatus.NO_CONTENT.value());
            return null;
        }
        if (tooLarge == null) {
            model.addAttribute("live", live);
        } else {
            model.addAttribute("problem", UploadProblem.TOO_LARGE);
            response.setStatus(HttpStatus.CONTENT_TOO_LARGE.value());
        }
        model.addAttribute("latest", latest.found().orElse(null));
        return "tracking-numbers";
    }

    @PostMapping
    String take(
            @AuthenticationPrincipal Member admin,
            @RequestParam(required = false) @Nullable MultipartFile file,
            @RequestParam(required = false) @Nullable String pasted,
            Model model,
            HttpServletResponse response)
            throws IOException {
        boolean hasFile = file != null && !file.isEmpty();
        boolean hasText = pasted != null && !pasted.isBlank();
        Uploads.Outcome outcome;
        if (hasFile && hasText) {
            outcome = new Uploads.Outcome.NotTaken(UploadProblem.BOTH);
        } else if (file != null && hasFile) {
            outcome = uploads.take(admin.company(), NumberList.of(file, file.getSize()), file.getOriginalFilename());
        } else if (pasted != null && hasText) {
            outcome = uploads.take(admin.company(), NumberList.pasted(pasted), null);
        } else {
            outcome = new Uploads.Outcome.NotTaken(UploadProblem.NOTHING);
        }
        return switch (outcome) {
            case Uploads.Outcome.Taken taken -> {
                remember(admin, taken.upload());
                yield "redirect:/tracking-numbers/" + taken.upload().id();
            }
            case Uploads.Outcome.NotTaken refused -> {
                model.addAttribute("problem", refused.problem());
                model.addAttribute("pasted", pasted);
                model.addAttribute(
                        "latest", uploads.latest(admin.company()).found().orElse(null));
                response.setStatus(
                        refused.problem() == UploadProblem.TRY_LATER
                                ? HttpStatus.SERVICE_UNAVAILABLE.value()
                                : HttpStatus.UNPROCESSABLE_CONTENT.value());
                yield "tracking-numbers";
            }
        };
    }

    private void remember(Member admin, Upload upload) {
        activities.add(
                "numbers-uploaded/" + admin.company().value() + "/" + upload.id(),
                new Activity(
                        admin.company(),
                        clock.instant(),
                        Activity.Kind.NUMBERS_UPLOADED,
                        admin.name(),
                        Map.of("numbers", String.valueOf(upload.numbers()))));
    }

    @GetMapping("/{id}")
    @Nullable
    String progress(
            @AuthenticationPrincipal Member admin,
            @PathVariable String id,
            @RequestParam(required = false) @Nullable String seen,
            @ModelAttribute(name = PARKED, binding = false) boolean parked,
            Model model,
            HttpServletRequest request,
            HttpServletResponse response) {
        Answer<Upload> answer = uploads.find(admin.company(), id);
        if (answer instanceof Answer.Absent<Upload> || answer instanceof Answer.Refused<Upload>) {
            throw new ResponseStatusException(HttpStatus.NOT_FOUND);
        }
        Upload upload = answer.found().orElse(null);
        String address = request.getRequestURI() + "?";
        Live live = upload != null && upload.isDone()
                ? Live.page(address, false, answer, parked)
                : Live.awaiting(address, answer, parked);
        if (live.isUnchanged(seen)) {
            response.setStatus(HttpStatus.NO_CONTENT.value());
            return null;
        }
        model.addAttribute("live", live);
        model.addAttribute("upload", upload);
        return "tracking-numbers-progress";
    }
}
