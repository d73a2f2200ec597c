package com.deliveryhistory.benchmarks;

import com.deliveryhistory.testing.ModuleArchitecture;

class ArchitectureTests extends ModuleArchitecture {

    ArchitectureTests() {
        super("com.deliveryhistory.benchmarks");
    }
}
