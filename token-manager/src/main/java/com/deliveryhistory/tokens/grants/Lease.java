package com.deliveryhistory.tokens.grants;

/**
 * The right to refresh one generation of a grant until the lease ends.
 *
 * @param grant as it was when the lease was taken
 * @param fence grows with each lease of the grant; every write under the lease names it
 * @param triedBefore whether an earlier attempt with the same refresh token was never finished
 */
public record Lease(Grant.Active grant, long fence, boolean triedBefore) {}
