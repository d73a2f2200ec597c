/** Announcements on their way to a Kafka that takes them, or not. */
@NullMarked
package com.deliveryhistory.optin.announcements;

import org.jspecify.annotations.NullMarked;
