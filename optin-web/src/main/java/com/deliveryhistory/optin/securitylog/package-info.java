/** What an operator's security monitoring is told. */
@NullMarked
package com.deliveryhistory.optin.securitylog;

import org.jspecify.annotations.NullMarked;
