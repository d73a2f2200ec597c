/** Opt-in events on their way to Kafka: stored first, acknowledged to people only after Kafka has them. */
@NullMarked
package com.deliveryhistory.optin.announcements;

import org.jspecify.annotations.NullMarked;
