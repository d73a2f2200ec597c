/** The pages around the opt-in: landing page, company manager, the banner on every page. */
@NullMarked
package com.deliveryhistory.optin.pages;

import org.jspecify.annotations.NullMarked;
