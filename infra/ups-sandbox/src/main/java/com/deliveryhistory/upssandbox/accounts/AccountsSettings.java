package com.deliveryhistory.upssandbox.accounts;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.core.io.Resource;

/** @param importFile profiles that must exist after the start; see {@link AccountsImport} for its shape */
@ConfigurationProperties("accounts")
record AccountsSettings(@Nullable Resource importFile) {}
