package com.deliveryhistory.history.tracking;

import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.service.annotation.GetExchange;

/** UPS's Tracking interface, version 1, as far as it is used. */
interface TrackingApi {

    /**
     * One package's details.
     *
     * @param transaction unique per request, letters and digits, 3 to 36
     */
    @GetExchange(
            url = "/api/track/v1/details/{inquiryNumber}?locale=en_US&returnSignature=false&returnPOD=false",
            accept = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<byte[]> details(
            @RequestHeader(HttpHeaders.AUTHORIZATION) String authorization,
            @RequestHeader("transId") String transaction,
            @RequestHeader("transactionSrc") String source,
            @PathVariable String inquiryNumber);
}
