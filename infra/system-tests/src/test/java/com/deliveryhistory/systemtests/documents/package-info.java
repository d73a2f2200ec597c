/** The repository's documents: what they name is there. No service runs. */
@NullMarked
package com.deliveryhistory.systemtests.documents;

import org.jspecify.annotations.NullMarked;
