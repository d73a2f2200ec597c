package com.deliveryhistory.optin.authorization;

import com.deliveryhistory.events.Application;

/** An application that companies can opt in to. */
public record OptInApplication(Application id, String displayName) {

    /** Whether deliveries are collected for the application as long as it is opted in to. */
    public boolean collectsDeliveries() {
        return collectsDeliveries(id);
    }

    /** The same of an application that may not be configured. */
    public static boolean collectsDeliveries(Application application) {
        return application.equals(Application.INTELLIGENT_DELIVERY_HISTORY);
    }
}
