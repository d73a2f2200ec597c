package com.deliveryhistory.upssandbox.website;

import com.deliveryhistory.upssandbox.oauth.AuthorizationRequest;
import com.deliveryhistory.upssandbox.oauth.Authorizations;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;

/**
 * Gives each page that may be part of an authorization the request, to carry it on, and the name of its application. An
 * unsound request shows UPS's error instead of the page.
 */
@ControllerAdvice(assignableTypes = {LoginController.class, SignUpController.class})
class AuthorizationUnderWay {

    private final Authorizations authorizations;

    AuthorizationUnderWay(Authorizations authorizations) {
        this.authorizations = authorizations;
    }

    @ModelAttribute
    void underWay(@ModelAttribute("authorization") AuthorizationRequest authorization, Model model) {
        if (authorization.present()) {
            model.addAttribute("applicationName", authorizations.applicationName(authorization));
        }
    }
}
