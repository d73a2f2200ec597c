package com.deliveryhistory.tokens.custody;

import com.deliveryhistory.events.CompanyId;
import com.deliveryhistory.events.GrantId;
import java.util.List;

/** All encrypted tokens that are stored, for whoever changes the keys that they are encrypted with. */
public interface StoredTokens {

    /** The tokens of each of the company's grants that holds some. */
    List<Stored> tokensOf(CompanyId company);

    /**
     * Stores other ciphertext of the same tokens.
     *
     * @return false if the grant changed in any way since it was read
     */
    boolean replace(Stored read, EncryptedTokens next);

    /**
     * One grant's tokens.
     *
     * @param version of the grant when they were read
     */
    record Stored(GrantId grant, long generation, long version, EncryptedTokens tokens) {}
}
