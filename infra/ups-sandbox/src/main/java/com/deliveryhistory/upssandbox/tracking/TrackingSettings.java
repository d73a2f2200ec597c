package com.deliveryhistory.upssandbox.tracking;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param unknownIsNotFound whether an unknown number is answered 404, as documented, or 200 with a warning, as seen
 * @param untidy whether texts have trailing blanks and times lack leading zeros, as UPS's do
 */
@ConfigurationProperties("sandbox.tracking")
record TrackingSettings(
        @DefaultValue("false") boolean unknownIsNotFound,
        @DefaultValue("true") boolean untidy) {}
