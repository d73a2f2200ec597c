/** HTTP sessions in MongoDB, so that a restart logs nobody out in the middle of an opt-in; and whose they are. */
@NullMarked
package com.deliveryhistory.optin.sessions;

import org.jspecify.annotations.NullMarked;
