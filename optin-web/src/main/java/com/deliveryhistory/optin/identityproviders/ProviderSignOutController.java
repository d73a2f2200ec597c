package com.deliveryhistory.optin.identityproviders;

import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;

/**
 * The page between signing out here and at the provider. It leads on by itself, as a page: browsers apply {@code form-action}
 * to the redirects that follow a form, such as that of the sign-out button.
 */
@Controller
class ProviderSignOutController {

    @PostMapping(ProviderSignOut.PAGE)
    String leadOn(@RequestAttribute(ProviderSignOut.ADDRESS) URI address, HttpServletResponse response, Model model) {
        response.setHeader("Refresh", "0;url=" + address);
        model.addAttribute("address", address.toString());
        return "signed-out";
    }
}
