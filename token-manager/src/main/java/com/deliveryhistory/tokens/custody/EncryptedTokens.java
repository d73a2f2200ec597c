package com.deliveryhistory.tokens.custody;

import java.util.Arrays;
import org.bson.BsonBinary;
import org.bson.BsonBinarySubType;
import org.jspecify.annotations.Nullable;

/** A token pair as it is stored: ciphertext that only {@link Vault} can read. */
public final class EncryptedTokens {

    private final byte[] ciphertext;

    public EncryptedTokens(byte[] ciphertext) {
        this.ciphertext = ciphertext.clone();
    }

    public byte[] ciphertext() {
        return ciphertext.clone();
    }

    /** The id of the data key, which stands behind the first byte; of no key if something else is stored. */
    BsonBinary dataKey() {
        byte[] start = Arrays.copyOf(ciphertext, 17);
        return new BsonBinary(BsonBinarySubType.UUID_STANDARD, Arrays.copyOfRange(start, 1, start.length));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof EncryptedTokens tokens && Arrays.equals(ciphertext, tokens.ciphertext);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(ciphertext);
    }

    @Override
    public String toString() {
        return "EncryptedTokens[…]";
    }
}
