package com.deliveryhistory.services.web;

import java.io.IOException;
import java.io.Writer;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.apache.coyote.ActionCode;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers requests that Tomcat itself refuses, before any filter sees them, where Tomcat has an HTML page of its own: a
 * malformed target, headers that are too large.
 */
public abstract class RefusalReports extends ErrorReportValve {

    private static final Logger log = LoggerFactory.getLogger(RefusalReports.class);

    /** What an answer says. */
    @FunctionalInterface
    protected interface Body {
        void writeTo(Writer writer) throws IOException;
    }

    /** Sets the headers of the answer, whose status is set, and says what follows them. */
    protected abstract Body answer(Request request, Response response) throws IOException;

    @Override
    protected final void report(Request request, Response response, @Nullable Throwable failure) {
        boolean nothingSaid = response.getStatus() >= 400 && response.getContentWritten() == 0;
        if (!nothingSaid || !response.setErrorReported() || !canBeRead(response)) {
            return;
        }
        try {
            Body body = answer(request, response);
            Writer writer = response.getReporter();
            if (writer != null) {
                body.writeTo(writer);
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
