/** Where each company's authorisation stands: its states, what moves it from one to the next, and how that is kept and told. */
@NullMarked
package com.deliveryhistory.tokens.grants;

import org.jspecify.annotations.NullMarked;
