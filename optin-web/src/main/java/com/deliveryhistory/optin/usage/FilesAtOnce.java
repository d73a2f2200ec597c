package com.deliveryhistory.optin.usage;

import com.deliveryhistory.services.http.AtOnce;
import com.deliveryhistory.services.storage.SignInNames;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.security.Principal;
import org.jspecify.annotations.Nullable;
import org.springframework.web.servlet.HandlerInterceptor;

/** A file is written as slowly as it is taken: who takes many at once, slowly, leaves none of them to others. */
final class FilesAtOnce implements HandlerInterceptor {

    private final int most;
    private final AtOnce underWay;

    /** @param most how many one person may take at the same time */
    FilesAtOnce(int most) {
        this.most = most;
        this.underWay = new AtOnce(most);
    }

    /** @throws TooManyFiles if the person takes as many as may be already */
    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        Principal person = request.getUserPrincipal();
        if (person != null && !underWay.begins(keyOf(person))) {
            throw TooManyFiles.ofPerson(most);
        }
        return true;
    }

    @Override
    public void afterCompletion(
            HttpServletRequest request, HttpServletResponse response, Object handler, @Nullable Exception failure) {
        Principal person = request.getUserPrincipal();
        if (person != null) {
            underWay.ended(keyOf(person));
        }
    }

    private static String keyOf(Principal person) {
        return SignInNames.key(person.getName());
    }
}
