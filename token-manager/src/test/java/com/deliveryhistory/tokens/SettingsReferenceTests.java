package com.deliveryhistory.tokens;

import com.deliveryhistory.testing.DocumentedSettings;

class SettingsReferenceTests extends DocumentedSettings {

    SettingsReferenceTests() {
        super("..", "token-manager", "com.deliveryhistory.tokens");
    }
}
