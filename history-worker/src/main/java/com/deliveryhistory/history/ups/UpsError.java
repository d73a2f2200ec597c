package com.deliveryhistory.history.ups;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * UPS's error envelope, {@code {"response":{"errors":[{"code","message"}]}}}; empty texts if there is none.
 *
 * @param isForeign whether the body is a text of another kind than UPS's interfaces write: a page of what stands before
 *     them, such as a firewall
 */
record UpsError(String code, String message, boolean isForeign) {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int LONGEST = 120;

    static UpsError in(byte[] body) {
        try {
            JsonNode error = JSON.readTree(body).path("response").path("errors").path(0);
            return new UpsError(text(error.path("code")), text(error.path("message")), false);
        } catch (JacksonException e) {
            return new UpsError("", "", true);
        }
    }

    private static String text(JsonNode node) {
        String text = node.isValueNode() ? node.asString("") : "";
        return text.length() > LONGEST ? text.substring(0, LONGEST) : text;
    }
}
