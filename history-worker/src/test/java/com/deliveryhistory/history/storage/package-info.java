@NullMarked
package com.deliveryhistory.history.storage;

import org.jspecify.annotations.NullMarked;
