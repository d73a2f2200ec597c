package com.deliveryhistory.optin.authorization;

import com.deliveryhistory.services.http.PlainWords;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpInputMessage;
import org.springframework.http.HttpOutputMessage;
import org.springframework.http.MediaType;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.http.converter.AbstractHttpMessageConverter;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.core.endpoint.OAuth2AccessTokenResponse;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads what UPS's token address answers, which is not quite RFC 6749: numbers are strings, issue times are
 * milliseconds, expiry times and scope may be missing, and errors come as {@code response.errors[].code}.
 */
final class UpsTokenAnswer extends AbstractHttpMessageConverter<OAuth2AccessTokenResponse> {

    static final String ISSUED_AT = "issued_at";
    static final String REFRESH_TOKEN_EXPIRES_IN = "refresh_token_expires_in";

    private static final String APPROVED = "approved";
    private static final int LARGEST = 64 * 1024;

    private final JsonMapper json;

    UpsTokenAnswer(JsonMapper json) {
        super(MediaType.ALL);
        this.json = json;
    }

    /** Turns an error answer into an {@link ExchangeFailed}. */
    void refuse(ClientHttpResponse response) throws IOException {
        int status = response.getStatusCode().value();
        OptInProblem problem = switch (status) {
            case 400 -> OptInProblem.CODE_REFUSED;
            case 401, 403 -> OptInProblem.APPLICATION_REFUSED;
            case 429 -> OptInProblem.UPS_BUSY;
            default -> status >= 500 ? OptInProblem.UPS_FAILED : OptInProblem.UPS_UNREADABLE;
        };
        JsonNode error = firstError(response);
        String code = error.path("code").asString("");
        throw ExchangeFailed.status(
                problem,
                status,
                code.matches("\\w{1,20}") ? code : "(none)",
                PlainWords.in(error.path("message").asString("")));
    }

    @Override
    protected boolean supports(Class<?> type) {
        return OAuth2AccessTokenResponse.class.isAssignableFrom(type);
    }

    @Override
    protected OAuth2AccessTokenResponse readInternal(
            Class<? extends OAuth2AccessTokenResponse> type, HttpInputMessage message) throws IOException {
        JsonNode answer = parse(message);
        String accessToken = text(answer, OAuth2ParameterNames.ACCESS_TOKEN);
        String refreshToken = text(answer, OAuth2ParameterNames.REFRESH_TOKEN);
        for (String status : List.of("status", "refresh_token_status")) {
            String value = text(answer, status);
            if (value != null && !value.equalsIgnoreCase(APPROVED)) {
                throw ExchangeFailed.answer(OptInProblem.NOT_APPROVED, status + " is not " + APPROVED);
            }
        }
        if (accessToken == null || refreshToken == null) {
            throw ExchangeFailed.answer(OptInProblem.UPS_UNREADABLE, "UPS's token answer lacks a token");
        }
        Map<String, Object> more = new LinkedHashMap<>();
        for (String name : List.of(ISSUED_AT, REFRESH_TOKEN_EXPIRES_IN, OAuth2ParameterNames.EXPIRES_IN)) {
            Long number = number(answer, name);
            if (number != null) {
                more.put(name, number);
            }
        }
        return OAuth2AccessTokenResponse.withToken(accessToken)
                .tokenType(OAuth2AccessToken.TokenType.BEARER)
                .refreshToken(refreshToken)
                .additionalParameters(more)
                .build();
    }

    @Override
    protected void writeInternal(OAuth2AccessTokenResponse answer, HttpOutputMessage message) {
        throw new UnsupportedOperationException("Token answers are read, never written");
    }

    @Override
    public boolean canWrite(Class<?> type, @Nullable MediaType mediaType) {
        return false;
    }

    private JsonNode parse(HttpInputMessage message) throws IOException {
        byte[] body = message.getBody().readNBytes(LARGEST);
        try {
            JsonNode answer = json.readTree(body);
            if (answer.isObject()) {
                return answer;
            }
        } catch (JacksonException e) {
            // said below without quoting what may hold a token
        }
        throw ExchangeFailed.answer(OptInProblem.UPS_UNREADABLE, "UPS's token answer is no JSON object");
    }

    private JsonNode firstError(ClientHttpResponse response) {
        try {
            return json.readTree(response.getBody().readNBytes(LARGEST)).at("/response/errors/0");
        } catch (IOException | JacksonException e) {
            return json.missingNode();
        }
    }

    private static @Nullable String text(JsonNode answer, String name) {
        String value = answer.path(name).asString("");
        return value.isBlank() ? null : value;
    }

    private static @Nullable Long number(JsonNode answer, String name) {
        String value = text(answer, name);
        return value != null && value.matches("\\d{1,15}") ? Long.valueOf(value) : null;
    }
}
