package com.deliveryhistory.upssandbox.oauth;

import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * What UPS does not say about its OAuth interfaces, as switches.
 *
 * @param accessTokenLife UPS answered 14399 seconds until March 2026
 * @param refreshTokenLife 60 days less a second
 * @param slidingRefreshTokens whether each refresh starts a new life of the refresh token, or all share the first one's end
 * @param codeLife life of an authorization code; 30 seconds is the strictest that was reported
 * @param passwordChangeEndsAccessTokens whether access tokens die with the password, or live to their end
 * @param earlierAccessTokensSurvive whether access tokens from before a refresh live to their end
 * @param reuseEndsGrant whether a refresh token shown a second time ends the whole grant
 * @param refreshAtTokenAddress whether {@code /token} takes {@code grant_type=refresh_token} too
 * @param strictClientAuthentication whether Basic and {@code code_verifier} in one call are refused
 * @param fullAnswers whether answers have {@code scope} and {@code refresh_count}
 * @param cancelRedirects whether Cancel goes back with {@code error=access_denied}, or stays on the log-in page
 */
@Validated
@ConfigurationProperties("sandbox.oauth")
record OAuthSettings(
        @DefaultValue("3599s") @NotNull @DurationMin(seconds = 1)
        Duration accessTokenLife,

        @DefaultValue("5183999s") @NotNull @DurationMin(seconds = 1)
        Duration refreshTokenLife,

        @DefaultValue("true") boolean slidingRefreshTokens,

        @DefaultValue("5m") @NotNull @DurationMin(seconds = 1)
        Duration codeLife,

        @DefaultValue("true") boolean passwordChangeEndsAccessTokens,
        @DefaultValue("true") boolean earlierAccessTokensSurvive,
        @DefaultValue("false") boolean reuseEndsGrant,
        @DefaultValue("false") boolean refreshAtTokenAddress,
        @DefaultValue("true") boolean strictClientAuthentication,
        @DefaultValue("true") boolean fullAnswers,
        @DefaultValue("false") boolean cancelRedirects) {}
