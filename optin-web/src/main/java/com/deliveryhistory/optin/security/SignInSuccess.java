package com.deliveryhistory.optin.security;

import com.deliveryhistory.optin.secondfactor.FactorAuthority;
import com.deliveryhistory.optin.throttling.DeviceMemory;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.authentication.SavedRequestAwareAuthenticationSuccessHandler;

/** Has the browser remembered, and leads to the page that was wanted. */
final class SignInSuccess extends SavedRequestAwareAuthenticationSuccessHandler {

    private final DeviceMemory devices;

    SignInSuccess(DeviceMemory devices) {
        this.devices = devices;
    }

    @Override
    public void onAuthenticationSuccess(
            HttpServletRequest request, HttpServletResponse response, Authentication signedIn)
            throws ServletException, IOException {
        if (FactorAuthority.isSettled(signedIn)) { // else it is remembered when the second factor was right
            devices.remember(List.of(signedIn.getName()), request, response);
        }
        super.onAuthenticationSuccess(request, response, signedIn);
    }
}
