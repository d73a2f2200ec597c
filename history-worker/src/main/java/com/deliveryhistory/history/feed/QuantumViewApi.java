package com.deliveryhistory.history.feed;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.service.annotation.PostExchange;

/** UPS's Quantum View interface, version 3, as far as it is used. */
interface QuantumViewApi {

    @PostExchange(
            url = "/api/quantumview/v3/events",
            contentType = MediaType.APPLICATION_JSON_VALUE,
            accept = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<byte[]> events(
            @RequestHeader(HttpHeaders.AUTHORIZATION) String authorization, @RequestBody EventsRequest request);

    record EventsRequest(@JsonProperty("QuantumViewRequest") Envelope request) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Envelope(
            @JsonProperty("Request") Request request,
            @JsonProperty("SubscriptionRequest") Subscription subscription,
            @JsonProperty("Bookmark") @Nullable String bookmark) {}

    record Request(
            @JsonProperty("TransactionReference") Reference reference,
            @JsonProperty("RequestAction") String action) {}

    record Reference(@JsonProperty("CustomerContext") String context) {}

    /** One object, as in all of UPS's examples, though the specification has a list. */
    record Subscription(
            @JsonProperty("Name") String name,
            @JsonProperty("DateTimeRange") DateTimeRange range) {}

    record DateTimeRange(
            @JsonProperty("BeginDateTime") String begin,
            @JsonProperty("EndDateTime") String end) {}
}
