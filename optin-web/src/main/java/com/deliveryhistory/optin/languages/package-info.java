/** In which language somebody is spoken to, and how times read in it. */
@NullMarked
package com.deliveryhistory.optin.languages;

import org.jspecify.annotations.NullMarked;
