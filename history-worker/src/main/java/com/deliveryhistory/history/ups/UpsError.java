package com.deliveryhistory.history.ups;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** UPS's error envelope, {@code {"response":{"errors":[{"code","message"}]}}}; empty texts if there is none. */
record UpsError(String code, String message) {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int LONGEST = 120;

    static UpsError in(byte[] body) {
        try {
            JsonNode error = JSON.readTree(body).path("response").path("errors").path(0);
            return new UpsError(text(error.path("code")), text(error.path("message")));
        } catch (JacksonException e) {
            return new UpsError("", "");
        }
    }

    private static String text(JsonNode node) {
        String text = node.isValueNode() ? node.asString("") : "";
        return text.length() > LONGEST ? text.substring(0, LONGEST) : text;
    }
}
