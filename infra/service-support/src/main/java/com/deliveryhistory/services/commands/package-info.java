/** A service's jar as its operators' command line. */
@NullMarked
package com.deliveryhistory.services.commands;

import org.jspecify.annotations.NullMarked;
