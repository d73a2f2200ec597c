/** What the services' boot jars are made of, and under which licences: each jar's SBOM beside the jar and the documents. */
@NullMarked
package com.deliveryhistory.systemtests.supplychain;

import org.jspecify.annotations.NullMarked;
