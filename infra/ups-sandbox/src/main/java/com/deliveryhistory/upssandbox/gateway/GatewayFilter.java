package com.deliveryhistory.upssandbox.gateway;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.util.ContentCachingResponseWrapper;
import tools.jackson.databind.json.JsonMapper;

/**
 * Lets faults strike and writes the ledger. Answers are held back until they are complete, so that a call is in the
 * ledger before its caller can know the answer, and so that an answer can be lost after its work was done.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 10)
class GatewayFilter extends OncePerRequestFilter {

    private static final String BEARER = "Bearer ";

    private final Faults faults;
    private final Ledger ledger;
    private final JsonMapper json;
    private final AtomicInteger garbageSent = new AtomicInteger();

    GatewayFilter(Faults faults, Ledger ledger, JsonMapper json) {
        this.faults = faults;
        this.ledger = ledger;
        this.json = json;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return Paths.isOwn(request);
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Optional<Fault> fault = faults.strike(request.getRequestURI());
        if (fault.isEmpty() && !Paths.isInterface(request)) {
            chain.doFilter(request, response);
            return;
        }
        CallNotes notes = CallNotes.of(request);
        if (Paths.isInterface(request)) {
            notePresented(request, notes);
        }
        fault.ifPresent(struck -> {
            notes.struckBy(struck.kind());
            pause(struck);
        });
        var answer = new ContentCachingResponseWrapper(response);
        if (fault.isEmpty() || fault.get().doesTheWork()) {
            chain.doFilter(request, answer);
        }
        if (fault.isPresent()) {
            spoil(fault.get(), request, answer);
        }
        if (Paths.isInterface(request)) {
            ledger.record(request.getMethod(), request.getRequestURI(), answer.getStatus(), notes);
        }
        if (fault.isPresent() && fault.get().kind() == FaultKind.ANSWER_LOST) {
            DroppedAnswers.drop(request);
        } else {
            answer.copyBodyToResponse();
        }
    }

    private static void notePresented(HttpServletRequest request, CallNotes notes) {
        String authorization = request.getHeader(HttpHeaders.AUTHORIZATION);
        if (authorization != null && authorization.startsWith(BEARER)) {
            notes.presented("access_token", authorization.substring(BEARER.length()));
        }
        for (String name : new String[] {"refresh_token", "code"}) {
            String value = request.getParameter(name);
            if (value != null) {
                notes.presented(name, value);
            }
        }
    }

    private void spoil(Fault fault, HttpServletRequest request, ContentCachingResponseWrapper answer)
            throws IOException {
        switch (fault.kind()) {
            case SLOW, ANSWER_LOST -> {}
            case TOO_MANY_REQUESTS ->
                refuse(new UpsError(HttpStatus.TOO_MANY_REQUESTS, "10429", "Too Many Requests"), request, answer);
            case SERVER_ERROR ->
                refuse(
                        new UpsError(
                                HttpStatus.valueOf(fault.statusOr(500)),
                                "10004",
                                "Something went wrong while processing your request, please try again later"),
                        request,
                        answer);
            case GARBAGE -> {
                Garbage garbage = fault.garbage();
                if (garbage == null) {
                    garbage = Garbage.IN_TURN.get(Math.floorMod(garbageSent.getAndIncrement(), Garbage.IN_TURN.size()));
                }
                answer.reset();
                answer.setStatus(fault.statusOr(200));
                answer.setContentType(garbage.contentType());
                answer.getOutputStream().write(garbage.bytes());
            }
            case ERROR_PAGE -> {
                answer.reset();
                answer.setStatus(HttpServletResponse.SC_FOUND);
                answer.setHeader(HttpHeaders.LOCATION, "/error.page");
            }
        }
    }

    private void refuse(UpsError error, HttpServletRequest request, ContentCachingResponseWrapper answer)
            throws IOException {
        CallNotes.of(request).refusedWith(error);
        answer.reset();
        answer.setStatus(error.status().value());
        answer.setContentType(MediaType.APPLICATION_JSON_VALUE);
        answer.getOutputStream().write(json.writeValueAsBytes(error.envelope()));
    }

    private static void pause(Fault fault) {
        try {
            Thread.sleep(fault.pause());
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }
}
