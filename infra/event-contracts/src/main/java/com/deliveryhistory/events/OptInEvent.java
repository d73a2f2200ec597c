package com.deliveryhistory.events;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What happened to companies' opt-ins, told by optin-web on {@link Topics#OPT_IN_EVENTS}. */
public sealed interface OptInEvent extends Event {

    CompanyId companyId();

    @Override
    default String key() {
        return companyId().value();
    }

    /**
     * An admin authorised an application at UPS.com.
     *
     * @param authorizedAt UPS's {@code issued_at}; an older authorisation never replaces a newer one
     * @param authorizedBy sign-in name of the admin
     * @param upsUser UPS.com user name, if the admin gave it; UPS itself does not tell
     * @param accessTokenExpiresAt when UPS says that the access token ends
     * @param refreshTokenExpiresAt when UPS says that the refresh token ends
     * @param sealedTokens the token pair, readable for token-manager alone
     */
    record OptInGranted(
            CompanyId companyId,
            Application application,
            Instant authorizedAt,
            String authorizedBy,
            @Nullable String upsUser,
            Instant accessTokenExpiresAt,
            Instant refreshTokenExpiresAt,
            SealedTokens sealedTokens)
            implements OptInEvent {

        public OptInGranted {
            Fields.present("companyId", companyId);
            Fields.present("application", application);
            Fields.time("authorizedAt", authorizedAt);
            Fields.text("authorizedBy", authorizedBy);
            upsUser = Fields.optional(upsUser);
            Fields.time("accessTokenExpiresAt", accessTokenExpiresAt);
            Fields.time("refreshTokenExpiresAt", refreshTokenExpiresAt);
            Fields.present("sealedTokens", sealedTokens);
        }

        public GrantId grantId() {
            return new GrantId(companyId, application);
        }
    }

    /**
     * The UPS.com password of the user who opted in was changed, which ends opt-ins authorised before.
     *
     * @param application the application concerned; {@code null} means all of the company's
     * @param passwordChangedAt an opt-in authorised at or after this time, by UPS's clock, is not concerned. If an admin said
     *     so, it is right after the opt-in that the admin saw; when it was said is the event's own time
     * @param reportedBy sign-in name of the admin, or issuer of the security event
     */
    record PasswordChangeInvalidated(
            CompanyId companyId,
            @Nullable Application application,
            Instant passwordChangedAt,
            Source source,
            String reportedBy)
            implements OptInEvent {

        public PasswordChangeInvalidated {
            Fields.present("companyId", companyId);
            Fields.time("passwordChangedAt", passwordChangedAt);
            Fields.present("source", source);
            Fields.text("reportedBy", reportedBy);
        }

        /** Who noticed the change. */
        public enum Source {
            /** An admin of the company said so. */
            ADMIN,
            /** A Security Event Token (RFC 8417) said so. */
            SECURITY_EVENT
        }
    }

    /**
     * An admin took the company's authorisation back.
     *
     * @param withdrawnAt an opt-in authorised at or after this time, by UPS's clock, is not concerned: right after the opt-in
     *     that the admin saw. When it was said is the event's own time
     * @param withdrawnBy sign-in name of the admin
     */
    record OptInWithdrawn(CompanyId companyId, Application application, Instant withdrawnAt, String withdrawnBy)
            implements OptInEvent {

        public OptInWithdrawn {
            Fields.present("companyId", companyId);
            Fields.present("application", application);
            Fields.time("withdrawnAt", withdrawnAt);
            Fields.text("withdrawnBy", withdrawnBy);
        }

        public GrantId grantId() {
            return new GrantId(companyId, application);
        }
    }
}
