package com.deliveryhistory.history;

import com.deliveryhistory.testing.DocumentedSettings;

class SettingsReferenceTests extends DocumentedSettings {

    SettingsReferenceTests() {
        super("..", "history-worker", "com.deliveryhistory.history");
    }
}
