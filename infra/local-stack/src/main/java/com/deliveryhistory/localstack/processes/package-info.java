/** Starts programs, watches them, starts dead ones again and stops all of them; knows nothing of what they do. */
@NullMarked
package com.deliveryhistory.localstack.processes;

import org.jspecify.annotations.NullMarked;
