/** Several brokers and several instances of each service, as in production: killed and restarted while they are in use. */
@NullMarked
package com.deliveryhistory.systemtests.several;

import org.jspecify.annotations.NullMarked;
