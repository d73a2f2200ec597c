package com.deliveryhistory.optin.security;

import com.deliveryhistory.services.web.RefusalReports;
import java.util.Locale;
import java.util.Map;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.tomcat.ConfigurableTomcatWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.stereotype.Component;

/**
 * A page of ours for requests that Tomcat itself refuses, before any filter sees them. Says no more than the kind of the
 * status.
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

    private static final class Valve extends RefusalReports {

        private final ObjectProvider<PlainPages> pages;
        private final String base;

        Valve(ObjectProvider<PlainPages> pages, String base) {
            this.pages = pages;
            this.base = base;
        }

        @Override
        protected Body answer(Request request, Response response) {
            PlainPages plain = pages.getObject();
            Locale language = plain.begin(request, response);
            String kind = response.getStatus() < 500 ? "400" : "500";
            return writer -> plain.write("refused", language, Map.of("base", base, "kind", kind), writer);
        }
    }
}
