/** What services do by themselves, beside answering requests and events. */
@NullMarked
package com.deliveryhistory.services.background;

import org.jspecify.annotations.NullMarked;
