/** A mail server that keeps what it is sent, and pages to read it: no mail of a local stack reaches anybody. */
@NullMarked
package com.deliveryhistory.localstack.mailbox;

import org.jspecify.annotations.NullMarked;
