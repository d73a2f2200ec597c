package com.deliveryhistory.tokens.custody;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Master keys in a file: one a line in base64, the one to use first, older ones that still open below. Empty lines and
 * lines that start with {@code #} say nothing.
 *
 * <p>Each key is a KMS provider of its own to the driver, named by the key's fingerprint: a data key always says which
 * key it is encrypted under, and a wrong key is known as such before anything is tried with it.
 */
final class LocalKeyRing {

    private static final int KEY_LENGTH = 96;
    private static final int FINGERPRINT_BYTES = 6;

    private final Map<String, byte[]> keys;

    private LocalKeyRing(Map<String, byte[]> keys) {
        this.keys = keys;
    }

    static LocalKeyRing empty() {
        return new LocalKeyRing(Map.of());
    }

    /** The keys in a file's content. */
    static LocalKeyRing read(KeyFile file, byte[] content) {
        if (content.length == KEY_LENGTH && !isText(content)) {
            throw file.unusable("holds the bytes of a key; write them as one line of base64 (base64 -w0)");
        }
        Map<String, byte[]> keys = new LinkedHashMap<>();
        List<String> lines =
                new String(content, StandardCharsets.US_ASCII).lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (!line.isEmpty() && !line.startsWith("#")) {
                byte[] key = decode(line);
                if (key.length != KEY_LENGTH) {
                    throw file.unusable("does not hold %d bytes in base64 in line %d".formatted(KEY_LENGTH, i + 1));
                }
                keys.putIfAbsent("local:" + fingerprint(key), key);
            }
        }
        if (keys.isEmpty()) {
            throw file.unusable("holds no key: %d random bytes in base64, one key a line".formatted(KEY_LENGTH));
        }
        return new LocalKeyRing(keys);
    }

    /** What a file with a new key holds. */
    static byte[] newFile() {
        byte[] key = new byte[KEY_LENGTH];
        new SecureRandom().nextBytes(key);
        return (Base64.getEncoder().encodeToString(key) + "\n").getBytes(StandardCharsets.US_ASCII);
    }

    boolean isEmpty() {
        return keys.isEmpty();
    }

    /** The name of the key to use. */
    String first() {
        return keys.keySet().iterator().next();
    }

    /** Copies of all keys by their names. */
    Map<String, byte[]> keys() {
        Map<String, byte[]> copies = new LinkedHashMap<>();
        keys.forEach((name, key) -> copies.put(name, key.clone()));
        return copies;
    }

    private static byte[] decode(String line) {
        try {
            return Base64.getDecoder().decode(line);
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }

    private static boolean isText(byte[] content) {
        for (byte b : content) {
            if (b < 0 || (b < ' ' && b != '\n' && b != '\r' && b != '\t')) {
                return false;
            }
        }
        return true;
    }

    private static String fingerprint(byte[] key) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(key);
            return HexFormat.of().formatHex(Arrays.copyOf(hash, FINGERPRINT_BYTES));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
