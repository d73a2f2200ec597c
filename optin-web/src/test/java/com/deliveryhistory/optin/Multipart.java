package com.deliveryhistory.optin;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A form with a file (RFC 7578). */
final class Multipart {

    private static final String BOUNDARY = "----between-the-parts";

    private final ByteArrayOutputStream parts = new ByteArrayOutputStream();

    String type() {
        return "multipart/form-data; boundary=" + BOUNDARY;
    }

    Multipart field(String name, String value) {
        return part("name=\"" + name + "\"\r\n", value.getBytes(StandardCharsets.UTF_8));
    }

    Multipart file(String name, String fileName, byte[] content) {
        return part("name=\"" + name + "\"; filename=\"" + fileName + "\"\r\nContent-Type: text/csv\r\n", content);
    }

    byte[] bytes() {
        byte[] end = ("--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.UTF_8);
        byte[] all = Arrays.copyOf(parts.toByteArray(), parts.size() + end.length);
        System.arraycopy(end, 0, all, parts.size(), end.length);
        return all;
    }

    private Multipart part(String head, byte[] content) {
        parts.writeBytes(("--" + BOUNDARY + "\r\nContent-Disposition: form-data; " + head + "\r\n")
                .getBytes(StandardCharsets.UTF_8));
        parts.writeBytes(content);
        parts.writeBytes(new byte[] {'\r', '\n'});
        return this;
    }
}
