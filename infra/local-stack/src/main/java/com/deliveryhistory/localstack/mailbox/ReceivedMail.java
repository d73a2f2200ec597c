package com.deliveryhistory.localstack.mailbox;

import jakarta.mail.BodyPart;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Properties;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A mail as one reads it.
 *
 * @param text its plain text; empty if it has none
 * @param html its HTML; empty if it has none
 */
record ReceivedMail(String id, Instant receivedAt, String from, String to, String subject, String text, String html) {

    static ReceivedMail read(String id, byte[] source) {
        try {
            var message = new MimeMessage(Session.getInstance(new Properties()), new ByteArrayInputStream(source));
            return new ReceivedMail(
                    id,
                    Instant.ofEpochMilli(Long.parseLong(id)),
                    addresses(message.getFrom()),
                    addresses(message.getAllRecipients()),
                    message.getSubject() == null ? "" : message.getSubject(),
                    body(message, "text/plain"),
                    body(message, "text/html"));
        } catch (MessagingException e) {
            throw new IllegalStateException("Mail " + id + " cannot be read: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException("Mail " + id + " cannot be read", e);
        }
    }

    private static String addresses(Object @Nullable [] addresses) {
        return addresses == null
                ? ""
                : Arrays.stream(addresses).map(String::valueOf).collect(Collectors.joining(", "));
    }

    /** The first part of this type, at any depth. */
    private static String body(Part part, String type) throws MessagingException, IOException {
        if (part.isMimeType(type) && part.getContent() instanceof String text) {
            return text;
        }
        if (!part.isMimeType("multipart/*") || !(part.getContent() instanceof Multipart parts)) {
            return "";
        }
        for (int i = 0; i < parts.getCount(); i++) {
            BodyPart inner = parts.getBodyPart(i);
            String body = body(inner, type);
            if (!body.isEmpty()) {
                return body;
            }
        }
        return "";
    }
}
