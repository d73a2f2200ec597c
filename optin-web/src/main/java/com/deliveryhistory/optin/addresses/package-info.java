/** Which mail address is somebody's: it counts once a link that was mailed there was used. */
@NullMarked
package com.deliveryhistory.optin.addresses;

import org.jspecify.annotations.NullMarked;
