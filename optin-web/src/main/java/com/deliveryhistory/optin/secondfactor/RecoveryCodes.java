package com.deliveryhistory.optin.secondfactor;

import com.deliveryhistory.optin.storage.Hashes;
import java.security.SecureRandom;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.codec.binary.Base32;

/**
 * Codes for when the phone is lost, each for one sign-in: 128 random bits, which nobody finds from a plain hash. The other
 * way, shorter codes that are hashed as passwords are, would save people ten letters on the day that they type one, and cost
 * them the wait for up to ten slow hashes.
 *
 * <p>Codes that were handed out with 80 bits still work.
 */
final class RecoveryCodes {

    private static final int HOW_MANY = 10;
    private static final int BYTES = 16;
    private static final int GROUP = 4;
    private static final Pattern FORM = Pattern.compile("[A-Z2-7]{26}|[A-Z2-7]{16}");
    private static final SecureRandom random = new SecureRandom();

    private RecoveryCodes() {}

    /** New ones, in groups that one can read. */
    static List<String> generate() {
        return Stream.generate(RecoveryCodes::one).limit(HOW_MANY).toList();
    }

    private static String one() {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return grouped(new Base32().encodeToString(bytes).replace("=", ""), "-");
    }

    /** In groups of four characters. */
    static String grouped(String text, String between) {
        return String.join(
                between,
                IntStream.range(0, Math.ceilDiv(text.length(), GROUP))
                        .mapToObj(i -> text.substring(i * GROUP, Math.min((i + 1) * GROUP, text.length())))
                        .toList());
    }

    /** Without what people put between the groups, all letters large. */
    static String normal(String typed) {
        return typed.replaceAll("[\\s-]", "").toUpperCase(Locale.ROOT);
    }

    static boolean isOne(String normal) {
        return FORM.matcher(normal).matches();
    }

    static String hash(String account, String code) {
        return Hashes.sha256(account + "/" + normal(code));
    }

    static List<String> hashes(String account, List<String> codes) {
        return codes.stream().map(code -> hash(account, code)).toList();
    }
}
