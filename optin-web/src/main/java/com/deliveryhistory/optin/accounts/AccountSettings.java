package com.deliveryhistory.optin.accounts;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.core.io.Resource;

/**
 * Where accounts come from.
 *
 * @param importFile JSON file of companies and users that are added at start where absent; absent: nothing is imported
 */
@ConfigurationProperties("accounts")
record AccountSettings(@Nullable Resource importFile) {}
