/** Mail to people: queued in MongoDB first, then sent, so that a restart or a mail server's outage loses none. */
@NullMarked
package com.deliveryhistory.optin.mail;

import org.jspecify.annotations.NullMarked;
