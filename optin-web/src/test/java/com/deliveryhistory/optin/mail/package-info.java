@NullMarked
package com.deliveryhistory.optin.mail;

import org.jspecify.annotations.NullMarked;
