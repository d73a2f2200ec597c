package com.deliveryhistory.services.web;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.apache.coyote.ActionCode;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;

/**
 * Tells of requests that Tomcat itself refuses, before any filter sees them, as problem details (RFC 9457) where Tomcat
 * has an HTML page: a malformed target, headers that are too large. Says no more than the status. Tomcat makes it by its
 * name.
 */
public final class ProblemReports extends ErrorReportValve {

    private static final Logger log = LoggerFactory.getLogger(ProblemReports.class);

    @Override
    protected void report(Request request, Response response, @Nullable Throwable failure) {
        int status = response.getStatus();
        boolean nothingSaid = status >= 400 && response.getContentWritten() == 0;
        if (!nothingSaid || !response.setErrorReported() || !canBeRead(response)) {
            return;
        }
        HttpStatus known = HttpStatus.resolve(status);
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        response.setCharacterEncoding(StandardCharsets.UTF_8);
        try {
            Writer writer = response.getReporter();
            if (writer != null) {
                writer.write("{\"title\":\"%s\",\"status\":%d}"
                        .formatted(known == null ? "Error" : known.getReasonPhrase(), status));
                response.finishResponse();
            }
        } catch (IOException | IllegalStateException e) {
            log.debug("Nobody waits for the answer any more", e);
        }
    }

    private static boolean canBeRead(Response response) {
        AtomicBoolean possible = new AtomicBoolean();
        response.getCoyoteResponse().action(ActionCode.IS_IO_ALLOWED, possible);
        return possible.get();
    }
}
