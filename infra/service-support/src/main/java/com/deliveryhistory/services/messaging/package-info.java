/** How services publish and consume events so that none is lost and a poisonous one blocks nothing. */
@NullMarked
package com.deliveryhistory.services.messaging;

import org.jspecify.annotations.NullMarked;
