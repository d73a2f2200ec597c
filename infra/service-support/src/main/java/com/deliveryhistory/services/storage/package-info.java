/** A service's store in MongoDB: how it is reached, what is promised of it, and how outages are told from refusals. */
@NullMarked
package com.deliveryhistory.services.storage;

import org.jspecify.annotations.NullMarked;
