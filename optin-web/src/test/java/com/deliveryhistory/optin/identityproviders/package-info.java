@NullMarked
package com.deliveryhistory.optin.identityproviders;

import org.jspecify.annotations.NullMarked;
