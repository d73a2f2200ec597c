package com.deliveryhistory.optin.secondfactor;

import com.deliveryhistory.optin.accounts.Member;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.core.io.Resource;

/**
 * Settings of the second factor.
 *
 * @param keys JWK set (RFC 7517) of 256-bit keys of type {@code oct}, each with a {@code kid}, that encrypt the secrets: the
 *     first one new secrets, the others what was encrypted with them before. Without it no second factor is offered
 * @param requiredFor who has to have one
 */
@ConfigurationProperties("second-factor")
record SecondFactorSettings(
        @Nullable Resource keys, @DefaultValue("none") RequiredFor requiredFor) {

    /** Who has to have a second factor. */
    enum RequiredFor {
        NONE,
        ADMINS,
        EVERYONE
    }

    SecondFactorSettings {
        if (keys == null && requiredFor != RequiredFor.NONE) {
            throw new IllegalArgumentException(
                    "second-factor.required-for needs second-factor.keys: name a file with a JWK set of a 256-bit oct key");
        }
    }

    boolean isRequiredFor(Member member) {
        return switch (requiredFor) {
            case NONE -> false;
            case ADMINS -> member.isAdmin();
            case EVERYONE -> true;
        };
    }
}
