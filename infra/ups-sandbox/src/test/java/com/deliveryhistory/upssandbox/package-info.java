/** The sandbox as its callers see it, and the rules that its own code keeps. */
@NullMarked
package com.deliveryhistory.upssandbox;

import org.jspecify.annotations.NullMarked;
