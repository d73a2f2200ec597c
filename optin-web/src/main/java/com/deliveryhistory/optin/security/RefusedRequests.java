package com.deliveryhistory.optin.security;

import java.io.IOException;
import java.io.Writer;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.apache.coyote.ActionCode;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.tomcat.ConfigurableTomcatWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.stereotype.Component;

/**
 * A page of ours for requests that Tomcat itself refuses, before any filter sees them: an address or headers that are too
 * large, a malformed target. Says no more than the kind of the status.
 */
@Component
class RefusedRequests implements WebServerFactoryCustomizer<ConfigurableTomcatWebServerFactory> {

    private final ObjectProvider<PlainPages> pages;

    RefusedRequests(ObjectProvider<PlainPages> pages) {
        this.pages = pages;
    }

    @Override
    public void customize(ConfigurableTomcatWebServerFactory factory) {
        factory.addContextCustomizers(
                context -> context.getParent().getPipeline().addValve(new Valve(pages, context.getPath())));
    }

    private static final class Valve extends ErrorReportValve {

        private static final Logger log = LoggerFactory.getLogger(Valve.class);

        private final ObjectProvider<PlainPages> pages;
        private final String base;

        Valve(ObjectProvider<PlainPages> pages, String base) {
            this.pages = pages;
            this.base = base;
        }

        @Override
        protected void report(Request request, Response response, @Nullable Throwable failure) {
            int status = response.getStatus();
            boolean nothingSaid = status >= 400 && response.getContentWritten() == 0;
            if (!nothingSaid || !response.setErrorReported() || !canBeRead(response)) {
                return;
            }
            try {
                PlainPages plain = pages.getObject();
                Locale language = plain.begin(request, response);
                Writer writer = response.getReporter();
                if (writer != null) {
                    Map<String, Object> model = Map.of("base", base, "kind", status < 500 ? "400" : "500");
                    plain.write("refused", language, model, writer);
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
}
