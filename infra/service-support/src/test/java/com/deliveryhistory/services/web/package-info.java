@NullMarked
package com.deliveryhistory.services.web;

import org.jspecify.annotations.NullMarked;
