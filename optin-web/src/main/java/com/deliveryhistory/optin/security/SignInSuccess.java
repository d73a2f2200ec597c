package com.deliveryhistory.optin.security;

import com.deliveryhistory.optin.secondfactor.FactorAuthority;
import com.deliveryhistory.optin.sessions.WantedPages;
import com.deliveryhistory.optin.throttling.DeviceMemory;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.authentication.AuthenticationSuccessHandler;

/** Has the browser remembered, and leads to the page that was wanted. */
final class SignInSuccess implements AuthenticationSuccessHandler {

    private final DeviceMemory devices;
    private final WantedPages wanted;

    SignInSuccess(DeviceMemory devices, WantedPages wanted) {
        this.devices = devices;
        this.wanted = wanted;
    }

    @Override
    public void onAuthenticationSuccess(
            HttpServletRequest request, HttpServletResponse response, Authentication signedIn) throws IOException {
        if (FactorAuthority.isSettled(signedIn)) { // else it is remembered when the second factor was right
            devices.remember(List.of(signedIn.getName()), request, response);
        }
        response.sendRedirect(request.getContextPath() + wanted.take(request, response));
    }
}
