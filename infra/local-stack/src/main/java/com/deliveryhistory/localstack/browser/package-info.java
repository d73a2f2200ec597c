/** A person's browser without JavaScript: pages are used by the words on them. For the demo and for tests. */
@NullMarked
package com.deliveryhistory.localstack.browser;

import org.jspecify.annotations.NullMarked;
