@NullMarked
package com.deliveryhistory.services.http;

import org.jspecify.annotations.NullMarked;
