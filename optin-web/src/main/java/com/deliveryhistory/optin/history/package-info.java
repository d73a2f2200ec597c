/** The landing page and what it leads to: the company's deliveries, found, counted, downloaded and one by one. */
@NullMarked
package com.deliveryhistory.optin.history;

import org.jspecify.annotations.NullMarked;
