/**
 * Slows down those who ask for more than their share ({@link com.deliveryhistory.optin.throttling.Pace}), and those who guess passwords and codes, without locking out the person whose they are: a browser that the
 * person signed in with before is not held up by what others try (OWASP, "Slow Down Online Guessing Attacks with Device
 * Cookies").
 */
@NullMarked
package com.deliveryhistory.optin.throttling;

import org.jspecify.annotations.NullMarked;
