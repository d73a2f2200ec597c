package com.deliveryhistory.services;

import com.deliveryhistory.testing.ModuleArchitecture;

class ArchitectureTests extends ModuleArchitecture {

    ArchitectureTests() {
        super("com.deliveryhistory.services");
    }
}
