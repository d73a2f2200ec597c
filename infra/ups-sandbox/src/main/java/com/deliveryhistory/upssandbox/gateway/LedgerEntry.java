package com.deliveryhistory.upssandbox.gateway;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One call of UPS's interfaces.
 *
 * @param sequence grows by one with every call; use the last one seen as {@code after} to read on
 * @param host the server's name as the caller wrote it; callers that are told different names of it can be told apart
 * @param presented fingerprints of what the caller showed: {@code access_token}, {@code refresh_token}, {@code code}
 * @param issued fingerprints of what the answer contained
 * @param status the HTTP status of the answer, sent or lost
 * @param code the code of UPS's error envelope, if the call was refused
 * @param fault the fault that struck the call, if any
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record LedgerEntry(
        long sequence,
        Instant time,
        String method,
        String path,
        @Nullable String host,
        @Nullable String client,
        @Nullable String user,
        @Nullable String account,
        Map<String, String> presented,
        Map<String, String> issued,
        int status,
        @Nullable String code,
        @Nullable String message,
        @Nullable String fault) {}
