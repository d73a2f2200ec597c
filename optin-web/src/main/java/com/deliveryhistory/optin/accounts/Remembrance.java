package com.deliveryhistory.optin.accounts;

import com.deliveryhistory.services.storage.SignInNames;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of erasing in a company, so that nothing that comes late brings anything or anybody back.
 *
 * @param goneSince the company is erased, or being erased, with all up to then; {@code null}: it is not, nor ever was
 * @param isBack an operator has added a company with the same id since
 * @param pseudonymKey of the company's pseudonyms; empty: nobody has one
 * @param pseudonyms of the people who were erased
 */
public record Remembrance(@Nullable Instant goneSince, boolean isBack, String pseudonymKey, Set<String> pseudonyms) {

    /** Of a company in which nothing was ever erased. */
    static final Remembrance NOTHING = new Remembrance(null, false, "", Set.of());

    private static final String ERASED = "erased:";
    private static final int BYTES_SHOWN = 4;

    public Remembrance {
        pseudonyms = Set.copyOf(pseudonyms);
    }

    /** Whether there is no such company any more. */
    public boolean isGone() {
        return goneSince != null && !isBack;
    }

    /** Whether an opt-in of that time was the erased company's, by UPS's clock as by ours. */
    public boolean isPast(Instant authorizedAt) {
        return isGone() || (goneSince != null && !authorizedAt.isAfter(goneSince));
    }

    /** The pseudonym of somebody who was erased; empty if that person was not. */
    public Optional<String> pseudonymOfErased(String signInName) {
        return pseudonyms.isEmpty()
                ? Optional.empty()
                : Optional.of(pseudonymOf(signInName)).filter(pseudonyms::contains);
    }

    /** What stands in place of the person: the same each time, and nobody can try names on it without the company's key. */
    String pseudonymOf(String signInName) {
        byte[] code = SignInNames.code(pseudonymKey, signInName);
        return ERASED + HexFormat.of().formatHex(Arrays.copyOf(code, BYTES_SHOWN));
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "Remembrance[" + goneSince + "]";
    }
}
