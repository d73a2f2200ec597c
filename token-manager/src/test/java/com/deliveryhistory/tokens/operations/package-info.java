/** Tests of operators' commands. */
@NullMarked
package com.deliveryhistory.tokens.operations;

import org.jspecify.annotations.NullMarked;
