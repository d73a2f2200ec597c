/** Tells an operator which setting is wrong and what to do, before anything runs. */
@NullMarked
package com.deliveryhistory.services.settings;

import org.jspecify.annotations.NullMarked;
