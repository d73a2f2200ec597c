package com.deliveryhistory.upssandbox.gateway;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.ActionCode;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.stereotype.Component;

/**
 * Closes the connection of a request that was marked, without sending a byte of its answer. Only Tomcat itself can do
 * that: whatever a servlet does, some answer is sent.
 */
@Component
class DroppedAnswers implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {

    private static final String MARK = DroppedAnswers.class.getName();

    /** The request's answer must still be uncommitted when it leaves the filters. */
    static void drop(HttpServletRequest request) {
        request.setAttribute(MARK, true);
    }

    @Override
    public void customize(TomcatServletWebServerFactory factory) {
        factory.addEngineValves(new ClosingValve());
    }

    private static final class ClosingValve extends ValveBase {

        ClosingValve() {
            super(true);
        }

        @Override
        public void invoke(Request request, Response response) throws IOException, ServletException {
            getNext().invoke(request, response);
            if (request.getAttribute(MARK) != null) {
                response.getCoyoteResponse().action(ActionCode.CLOSE_NOW, null);
            }
        }
    }
}
