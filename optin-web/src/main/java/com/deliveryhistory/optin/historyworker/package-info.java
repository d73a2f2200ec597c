/** How history-worker is asked: in the name of one company, signed by this service. */
@NullMarked
package com.deliveryhistory.optin.historyworker;

import org.jspecify.annotations.NullMarked;
