/** UPS's OAuth authorization code flow: authorize, token, refresh, and the check of bearer tokens. */
@NullMarked
package com.deliveryhistory.upssandbox.oauth;

import org.jspecify.annotations.NullMarked;
