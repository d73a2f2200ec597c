/** Sits inside the started programs and ends them when the stack that started them is gone. */
@NullMarked
package com.deliveryhistory.localstack.agent;

import org.jspecify.annotations.NullMarked;
