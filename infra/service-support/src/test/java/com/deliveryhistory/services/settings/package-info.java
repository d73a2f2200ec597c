@NullMarked
package com.deliveryhistory.services.settings;

import org.jspecify.annotations.NullMarked;
