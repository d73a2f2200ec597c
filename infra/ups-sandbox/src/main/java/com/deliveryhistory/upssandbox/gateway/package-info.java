/** What every call passes on its way in: the fault switches, the ledger, and UPS's error envelope. */
@NullMarked
package com.deliveryhistory.upssandbox.gateway;

import org.jspecify.annotations.NullMarked;
