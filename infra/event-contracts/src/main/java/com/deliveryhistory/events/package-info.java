/**
 * What services tell each other: the events of every topic as sealed records, the topics themselves, and the one
 * encoding (CloudEvents 1.0, binary content mode, JSON).
 */
@NullMarked
package com.deliveryhistory.events;

import org.jspecify.annotations.NullMarked;
