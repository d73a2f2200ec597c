/** Takes the services' spans and writes them to a file. */
@NullMarked
package com.deliveryhistory.localstack.traces;

import org.jspecify.annotations.NullMarked;
