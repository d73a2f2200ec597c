package com.deliveryhistory.optin.history;

import com.deliveryhistory.optin.accounts.Member;
import com.deliveryhistory.optin.deliveries.DeliveryFile;
import com.deliveryhistory.optin.deliveries.PackageQuery;
import com.deliveryhistory.optin.historyworker.Answer;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.server.ResponseStatusException;

/** What the history shows with a filter, on all of its pages, as a file. */
@Controller
class DownloadController {

    private final DeliveryFile file;
    private final Clock clock;

    DownloadController(DeliveryFile file, Clock clock) {
        this.file = file;
        this.clock = clock;
    }

    @GetMapping("/deliveries.csv")
    @Nullable
    String download(
            @AuthenticationPrincipal Member member,
            @ModelAttribute("form") HistoryForm form,
            HttpServletResponse response)
            throws IOException {
        if (!form.problems().isEmpty()) {
            return "redirect:" + form.explanation();
        }
        PackageQuery query = form.query();
        Answer<?> answer = file.write(member.company(), query, () -> {
            response.setContentType("text/csv;charset=UTF-8;header=present");
            response.setHeader(
                    HttpHeaders.CONTENT_DISPOSITION,
                    ContentDisposition.attachment()
                            .filename(name(member, query))
                            .build()
                            .toString());
            return response.getOutputStream();
        });
        return switch (answer) {
            case Answer.Found<?> written -> null;
            case Answer.Refused<?> refused -> "redirect:" + form.explanation();
            case Answer.Absent<?> absent -> throw new ResponseStatusException(HttpStatus.NOT_FOUND);
            case Answer.Unavailable<?> unavailable -> unavailable(response);
        };
    }

    private static String unavailable(HttpServletResponse response) {
        response.setStatus(HttpStatus.SERVICE_UNAVAILABLE.value());
        return "download-unavailable";
    }

    /** Names the company and the days; a file without a last day goes up to today. */
    private String name(Member member, PackageQuery query) {
        LocalDate to = Objects.requireNonNullElseGet(query.to(), () -> LocalDate.now(clock));
        String from = query.from() == null ? "" : query.from() + "-to-";
        return "deliveries-" + member.company().value() + "-" + from + to + ".csv";
    }
}
