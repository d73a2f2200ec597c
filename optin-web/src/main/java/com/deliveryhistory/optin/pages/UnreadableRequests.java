package com.deliveryhistory.optin.pages;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.multipart.MaxUploadSizeExceededException;
import org.springframework.web.multipart.MultipartException;

/** Parameters and uploads that cannot be read are the mistake of who sent them: Spring would call them ours. */
@ControllerAdvice
class UnreadableRequests {

    @ExceptionHandler({InvalidParameterException.class, MultipartException.class})
    void unreadable(HttpServletResponse response) throws IOException {
        response.sendError(HttpStatus.BAD_REQUEST.value());
    }

    @ExceptionHandler
    void tooLarge(MaxUploadSizeExceededException failure, HttpServletResponse response) throws IOException {
        response.sendError(HttpStatus.CONTENT_TOO_LARGE.value());
    }
}
