package com.deliveryhistory.optin.usage;

import com.deliveryhistory.optin.throttling.HaveToWait;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;

/** Says to who wants too many files at once what to do. */
@ControllerAdvice
class FileRefusals {

    @ExceptionHandler
    String tooMany(TooManyFiles refused, HttpServletRequest request, HttpServletResponse response, Model model) {
        HaveToWait.tell(refused.retryAfter(), model, response);
        model.addAttribute("files", refused.ofPerson());
        String query = request.getQueryString();
        model.addAttribute("again", request.getRequestURI() + (query == null ? "" : "?" + query));
        return "download-refused";
    }
}
