package com.deliveryhistory.optin.authorization;

import com.deliveryhistory.events.Application;

/** An application that companies can opt in to. */
public record OptInApplication(Application id, String displayName) {}
