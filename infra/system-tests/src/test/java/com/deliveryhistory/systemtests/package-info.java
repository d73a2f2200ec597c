/** The whole system from outside: its real processes, in a browser, killed, replayed, searched for secrets. */
@NullMarked
package com.deliveryhistory.systemtests;

import org.jspecify.annotations.NullMarked;
