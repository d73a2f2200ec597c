/** How services know each other: each signs short-lived JWTs with its own key, and names the callers that it trusts. */
@NullMarked
package com.deliveryhistory.services.auth;

import org.jspecify.annotations.NullMarked;
