/**
 * A stand-in for UPS.com and its OAuth, Quantum View and Tracking APIs, for tests and local work.
 *
 * <p>The interfaces are plain controllers and not Spring Authorization Server, because UPS departs from OAuth 2.0 at
 * nearly every point where that server has a fixed opinion: a refresh address of its own, answers whose numbers are all
 * strings and whose times are milliseconds, PKCE that excludes client authentication and knows no
 * {@code code_challenge_method}, an error envelope without {@code error}, and grants that end with the user's password.
 */
@NullMarked
package com.deliveryhistory.upssandbox;

import org.jspecify.annotations.NullMarked;
