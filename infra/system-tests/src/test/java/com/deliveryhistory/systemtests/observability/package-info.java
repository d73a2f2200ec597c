/** What operators are given: metrics, alerts, dashboards and the runbook, as files beside the running services. */
@NullMarked
package com.deliveryhistory.systemtests.observability;

import org.jspecify.annotations.NullMarked;
