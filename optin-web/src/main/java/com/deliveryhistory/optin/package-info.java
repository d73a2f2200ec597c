/** The web application in which companies opt in at UPS.com and read their delivery history. */
@NullMarked
package com.deliveryhistory.optin;

import org.jspecify.annotations.NullMarked;
