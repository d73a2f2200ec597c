/** Takes in what happened to companies' opt-ins. */
@NullMarked
package com.deliveryhistory.tokens.optins;

import org.jspecify.annotations.NullMarked;
