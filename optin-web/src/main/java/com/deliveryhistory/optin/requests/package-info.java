/** What is behind a request: a person, a page by itself, or another site. */
@NullMarked
package com.deliveryhistory.optin.requests;

import org.jspecify.annotations.NullMarked;
