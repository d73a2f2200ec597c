package com.deliveryhistory.optin;

import com.deliveryhistory.testing.DocumentedSettings;

class SettingsReferenceTests extends DocumentedSettings {

    SettingsReferenceTests() {
        super("..", "optin-web", "com.deliveryhistory.optin");
    }
}
