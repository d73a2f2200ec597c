/**
 * A service's store in MongoDB: how it is reached, what is promised of it, how outages are told from refusals, and as what
 * sign-in names are kept and compared.
 */
@NullMarked
package com.deliveryhistory.services.storage;

import org.jspecify.annotations.NullMarked;
