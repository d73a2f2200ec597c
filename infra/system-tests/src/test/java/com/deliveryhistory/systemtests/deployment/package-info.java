/** The files that run the system elsewhere: what they say to each other and to the services. Nothing runs here. */
@NullMarked
package com.deliveryhistory.systemtests.deployment;

import org.jspecify.annotations.NullMarked;
