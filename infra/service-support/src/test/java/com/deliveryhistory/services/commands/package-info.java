@NullMarked
package com.deliveryhistory.services.commands;

import org.jspecify.annotations.NullMarked;
