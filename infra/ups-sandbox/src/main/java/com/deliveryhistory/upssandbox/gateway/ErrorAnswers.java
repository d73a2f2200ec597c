package com.deliveryhistory.upssandbox.gateway;

import jakarta.servlet.http.HttpServletRequest;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.servlet.resource.NoResourceFoundException;

/** Turns refusals into UPS's envelope; what concerns the pages and the switches is left to Spring. */
@RestControllerAdvice
class ErrorAnswers {

    /** UPS's samples read the error of {@code authorize} from two headers, so they are sent beside the body. */
    @ExceptionHandler
    ResponseEntity<UpsError.Envelope> refused(UpsError error, HttpServletRequest request) {
        CallNotes.of(request).refusedWith(error);
        var answer = ResponseEntity.status(error.status()).contentType(MediaType.APPLICATION_JSON);
        if (request.getRequestURI().endsWith("/authorize")) {
            answer.header("errorcode", error.code()).header("errordescription", error.text());
        }
        return answer.body(error.envelope());
    }

    @ExceptionHandler
    ResponseEntity<UpsError.Envelope> noSuchPath(NoResourceFoundException notFound, HttpServletRequest request)
            throws NoResourceFoundException {
        if (!Paths.isInterface(request)) {
            throw notFound;
        }
        return refused(new UpsError(HttpStatus.NOT_FOUND, "404", "Resource not found"), request);
    }

    @ExceptionHandler
    ResponseEntity<UpsError.Envelope> wrongMethod(
            HttpRequestMethodNotSupportedException wrong, HttpServletRequest request)
            throws HttpRequestMethodNotSupportedException {
        if (!Paths.isInterface(request)) {
            throw wrong;
        }
        return refused(new UpsError(HttpStatus.METHOD_NOT_ALLOWED, "405", "Method Not Allowed."), request);
    }

    @ExceptionHandler
    ResponseEntity<UpsError.Envelope> wrongContentType(
            HttpMediaTypeNotSupportedException wrong, HttpServletRequest request)
            throws HttpMediaTypeNotSupportedException {
        if (!Paths.isInterface(request)) {
            throw wrong;
        }
        return refused(
                new UpsError(HttpStatus.BAD_REQUEST, "10007", "Requested Content Type is not supported"), request);
    }

    @ExceptionHandler
    ResponseEntity<UpsError.Envelope> unreadableBody(
            HttpMessageNotReadableException unreadable, HttpServletRequest request) {
        if (!Paths.isInterface(request)) {
            throw unreadable;
        }
        return refused(new UpsError(HttpStatus.BAD_REQUEST, "10400", "Invalid Request"), request);
    }
}
