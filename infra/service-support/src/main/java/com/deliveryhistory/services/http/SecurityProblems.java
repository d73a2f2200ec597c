package com.deliveryhistory.services.http;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.security.config.annotation.web.configurers.oauth2.server.resource.OAuth2ResourceServerConfigurer.ProtectedResourceMetadataConfigurer;
import org.springframework.security.oauth2.server.resource.web.BearerTokenAuthenticationEntryPoint;
import org.springframework.security.oauth2.server.resource.web.access.BearerTokenAccessDeniedHandler;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;
import tools.jackson.databind.json.JsonMapper;

/** Tells callers that may not enter why: problem details (RFC 9457) beside what RFC 6750 puts into the header. */
public final class SecurityProblems {

    private final JsonMapper json;

    public SecurityProblems(JsonMapper json) {
        this.json = json;
    }

    /** For a call without a token, or with one that is not valid. */
    public AuthenticationEntryPoint unknown(String detail) {
        BearerTokenAuthenticationEntryPoint challenge = new BearerTokenAuthenticationEntryPoint();
        return (request, response, failure) -> {
            challenge.commence(request, response, failure);
            tell(response, detail);
        };
    }

    /** For a call with a token that is not good for this. */
    public AccessDeniedHandler denied(String detail) {
        BearerTokenAccessDeniedHandler denial = new BearerTokenAccessDeniedHandler();
        return (request, response, failure) -> {
            denial.handle(request, response, failure);
            tell(response, detail);
        };
    }

    /**
     * What the challenge's {@code resource_metadata} leads to (RFC 9728): Spring Security says there that tokens are bound to
     * certificates, which those of services are not.
     */
    public static void describe(ProtectedResourceMetadataConfigurer metadata) {
        metadata.protectedResourceMetadataCustomizer(known -> known.tlsClientCertificateBoundAccessTokens(false));
    }

    private void tell(HttpServletResponse response, String detail) throws IOException {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(HttpStatus.valueOf(response.getStatus()), detail);
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        response.getOutputStream().write(json.writeValueAsString(problem).getBytes(StandardCharsets.UTF_8));
    }
}
