@NullMarked
package com.deliveryhistory.optin.operations;

import org.jspecify.annotations.NullMarked;
