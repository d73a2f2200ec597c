/** What all calls to UPS have in common: the HTTP client, its limits, and what an answer's status means. */
@NullMarked
package com.deliveryhistory.history.ups;

import org.jspecify.annotations.NullMarked;
