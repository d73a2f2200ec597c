/** What operators do by hand: the jar's command line, and the audit of every command. */
@NullMarked
package com.deliveryhistory.tokens.operations;

import org.jspecify.annotations.NullMarked;
