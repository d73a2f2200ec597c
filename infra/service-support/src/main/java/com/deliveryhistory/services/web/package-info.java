/** Answers over HTTP that no controller gives. */
@NullMarked
package com.deliveryhistory.services.web;

import org.jspecify.annotations.NullMarked;
