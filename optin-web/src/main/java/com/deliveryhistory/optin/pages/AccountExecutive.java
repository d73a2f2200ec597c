package com.deliveryhistory.optin.pages;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.StringUtils;

/**
 * Whom people reach out to for assistance; shown wherever the Account Executive is named. Public for the templates.
 *
 * @param name of the person or team
 * @param email where mails go
 * @param phone as people dial it
 */
@ConfigurationProperties("account-executive")
public record AccountExecutive(
        @Nullable String name,
        @Nullable String email,
        @Nullable String phone) {

    public AccountExecutive {
        name = StringUtils.hasText(name) ? name.strip() : null;
        email = StringUtils.hasText(email) ? email.strip() : null;
        phone = StringUtils.hasText(phone) ? phone.strip() : null;
    }

    public boolean isKnown() {
        return name != null || email != null || phone != null;
    }

    /** The telephone number as {@code tel:} addresses have it (RFC 3966): without what only separates. */
    public String dialled() {
        return phone == null ? "" : phone.replaceAll("[^0-9+*#]", "");
    }
}
