@NullMarked
package com.deliveryhistory.optin.securitylog;

import org.jspecify.annotations.NullMarked;
