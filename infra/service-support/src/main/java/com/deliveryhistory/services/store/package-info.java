/** What services say about the store that they keep their data in. */
@NullMarked
package com.deliveryhistory.services.store;

import org.jspecify.annotations.NullMarked;
