/** Tests of the whole web application over HTTP, with a real Kafka and scripted stand-ins for the other services. */
@NullMarked
package com.deliveryhistory.optin;

import org.jspecify.annotations.NullMarked;
