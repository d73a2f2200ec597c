package com.deliveryhistory.tokens.access;

import static com.deliveryhistory.services.http.ProblemAnswers.problem;
import static com.deliveryhistory.services.http.ProblemAnswers.unavailable;

import com.deliveryhistory.events.Application;
import com.deliveryhistory.events.CompanyId;
import com.deliveryhistory.events.GrantId;
import com.deliveryhistory.tokens.access.AccessTokenController.Request;
import com.deliveryhistory.tokens.custody.TokensUnreadable;
import com.deliveryhistory.tokens.grants.End;
import com.mongodb.MongoException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/** What callers are told when there is no token for them: problem details (RFC 9457), and never more than they need. */
@RestControllerAdvice
final class Problems extends ResponseEntityExceptionHandler {

    private static final Logger log = LoggerFactory.getLogger(Problems.class);

    static GrantId grantId(String company, String application) {
        try {
            return new GrantId(new CompanyId(company), new Application(application));
        } catch (IllegalArgumentException e) {
            throw noGrant();
        }
    }

    static long refusedGeneration(@Nullable Request request) {
        Long refused = request == null ? null : request.refusedGeneration();
        if (refused != null && refused < 0) {
            throw problem(HttpStatus.BAD_REQUEST, "refusedGeneration is below 0");
        }
        return refused == null ? 0 : refused;
    }

    static ErrorResponseException notAllowed() {
        return problem(HttpStatus.FORBIDDEN, "The caller may not have tokens of this application");
    }

    static ErrorResponseException noGrant() {
        return problem(HttpStatus.NOT_FOUND, "The company never opted in to this application");
    }

    static ErrorResponseException notActive(End end) {
        ErrorResponseException problem =
                problem(HttpStatus.CONFLICT, "The authorisation has ended; an admin of the company can opt in again");
        problem.getBody().setProperty("state", end.state());
        if (end.reason() != null) {
            problem.getBody().setProperty("reason", end.reason());
        }
        return problem;
    }

    static ErrorResponseException tryLater(Obstacle why, Duration after) {
        ErrorResponseException problem = unavailable(why.detail(), after);
        problem.getBody().setProperty("cause", why);
        return problem;
    }

    static ErrorResponseException tooSoon(Duration after) {
        return tryLater(Obstacle.RENEWED_TOKEN_REFUSED, after);
    }

    static ErrorResponseException tooLarge() {
        return problem(HttpStatus.CONTENT_TOO_LARGE, "The request is larger than any that makes sense");
    }

    @ExceptionHandler
    ErrorResponseException outage(MongoException e) {
        log.warn("Store or KMS cannot be reached: {}", e.toString());
        return tryLater(Obstacle.STORE_DOWN, Duration.ofSeconds(2));
    }

    @ExceptionHandler
    ErrorResponseException unreadable(TokensUnreadable e) {
        log.error("Tokens are there, but cannot be opened", e);
        return tryLater(Obstacle.TOKENS_UNREADABLE, Duration.ofMinutes(1));
    }
}
