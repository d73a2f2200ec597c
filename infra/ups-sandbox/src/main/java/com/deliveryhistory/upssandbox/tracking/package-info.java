/** Tracking v1: what is known of one package by its number. */
@NullMarked
package com.deliveryhistory.upssandbox.tracking;

import org.jspecify.annotations.NullMarked;
