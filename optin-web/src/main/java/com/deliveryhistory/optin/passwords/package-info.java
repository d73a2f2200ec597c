/** How passwords are judged, kept and compared (NIST SP 800-63B-4, section 3.1.1). */
@NullMarked
package com.deliveryhistory.optin.passwords;

import org.jspecify.annotations.NullMarked;
