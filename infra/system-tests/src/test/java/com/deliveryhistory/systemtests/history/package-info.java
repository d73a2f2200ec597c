/** Collecting under kills and faults, held against a plain reference. */
@NullMarked
package com.deliveryhistory.systemtests.history;

import org.jspecify.annotations.NullMarked;
