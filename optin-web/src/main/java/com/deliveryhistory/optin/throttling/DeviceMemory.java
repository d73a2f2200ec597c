package com.deliveryhistory.optin.throttling;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import org.springframework.stereotype.Component;

/** Has browsers remembered that somebody signed in with. */
@Component
public class DeviceMemory {

    private static final int BYTES = 32;

    private final DeviceCookie cookie;
    private final KnownDevices devices;
    private final SecureRandom random = new SecureRandom();

    DeviceMemory(DeviceCookie cookie, KnownDevices devices) {
        this.cookie = cookie;
        this.devices = devices;
    }

    /**
     * From now on, what others try elsewhere does not hold this person up in this browser.
     *
     * @param names of the account, and of whatever else {@link Throttle} knows this browser by
     */
    public void remember(List<String> names, HttpServletRequest request, HttpServletResponse response) {
        String known = cookie.read(request);
        String device = known == null ? made() : known;
        names.forEach(name -> devices.remember(Throttle.deviceOf(name, device)));
        cookie.write(response, device);
    }

    private String made() {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
