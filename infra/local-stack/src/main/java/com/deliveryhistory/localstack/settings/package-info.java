/** What the local stack's parts are told: the one place where they differ from production. */
@NullMarked
package com.deliveryhistory.localstack.settings;

import org.jspecify.annotations.NullMarked;
