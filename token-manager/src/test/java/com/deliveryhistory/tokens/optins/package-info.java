/** Events about opt-ins in every order. */
@NullMarked
package com.deliveryhistory.tokens.optins;

import org.jspecify.annotations.NullMarked;
