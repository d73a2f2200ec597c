package com.deliveryhistory.history.access;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.service.annotation.PostExchange;

/** token-manager's interface, as far as it is used. */
interface TokenManagerApi {

    @PostExchange(
            url = "/v1/grants/{companyId}/{application}/access-token",
            contentType = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<byte[]> accessToken(
            @RequestHeader(HttpHeaders.AUTHORIZATION) String authorization,
            @PathVariable String companyId,
            @PathVariable String application,
            @RequestBody Refused refused);

    /**
     * The optional body.
     *
     * @param refusedGeneration generation of the token that UPS does not take any more
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Refused(@Nullable Long refusedGeneration) {}
}
