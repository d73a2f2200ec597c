package com.deliveryhistory.history.listing;

import com.deliveryhistory.history.packages.StoredPackage;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/** A place in a company's list of packages, which stays where it is when packages come in before it. */
public record ListPosition(String value) {

    private static final Pattern FORM =
            Pattern.compile("\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}" + StoredPackage.SEPARATOR + ".{1,200}");

    /** The form that travels in addresses; for readers it means nothing. */
    public String toCursor() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(value.getBytes(StandardCharsets.UTF_8));
    }

    /** Reads {@link #toCursor()}'s form; empty if it is not that. */
    public static Optional<ListPosition> ofCursor(String cursor) {
        try {
            byte[] decoded = Base64.getUrlDecoder().decode(cursor);
            String value = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(decoded))
                    .toString();
            return FORM.matcher(value).matches() ? Optional.of(new ListPosition(value)) : Optional.empty();
        } catch (IllegalArgumentException | CharacterCodingException e) {
            return Optional.empty();
        }
    }
}
