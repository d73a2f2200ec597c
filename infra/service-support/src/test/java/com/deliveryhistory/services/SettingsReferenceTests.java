package com.deliveryhistory.services;

import com.deliveryhistory.testing.DocumentedSettings;

class SettingsReferenceTests extends DocumentedSettings {

    SettingsReferenceTests() {
        super("../..", "All services", "com.deliveryhistory.services");
    }
}
