/** Tests of what services have in common in dealing with MongoDB. */
@NullMarked
package com.deliveryhistory.services.storage;

import org.jspecify.annotations.NullMarked;
