package com.deliveryhistory.optin.security;

import com.deliveryhistory.optin.securitylog.SecurityLog;
import com.deliveryhistory.optin.securitylog.SecurityLog.Kind;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpStatus;
import org.springframework.security.web.firewall.RequestRejectedException;
import org.springframework.security.web.firewall.RequestRejectedHandler;
import org.springframework.stereotype.Component;

/**
 * Records what Spring Security's firewall refuses, once: it looks at the page of the error, too, which has the same method and
 * headers. Its own words stay unrecorded: they can quote a header.
 */
@Component
class RejectedRequests implements RequestRejectedHandler {

    private final SecurityLog log;

    RejectedRequests(SecurityLog log) {
        this.log = log;
    }

    @Override
    public void handle(HttpServletRequest request, HttpServletResponse response, RequestRejectedException rejection)
            throws IOException {
        if (request.getDispatcherType() == DispatcherType.REQUEST) {
            log.recordRefusal(Kind.REQUEST_REFUSED, request, "reason", "an address, header or method of no browser");
        }
        response.sendError(HttpStatus.BAD_REQUEST.value());
    }
}
