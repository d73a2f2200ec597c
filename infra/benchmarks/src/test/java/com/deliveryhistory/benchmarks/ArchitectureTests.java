package com.deliveryhistory.benchmarks;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTests {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("com.deliveryhistory.benchmarks");

    @Test
    void packages_have_no_cycles() {
        slices().matching("com.deliveryhistory.benchmarks.(*)..")
                .should()
                .beFreeOfCycles()
                .check(CLASSES);
    }

    @Test
    void services_are_measured_from_outside() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "com.deliveryhistory.tokens..",
                        "com.deliveryhistory.history..",
                        "com.deliveryhistory.optin..",
                        "com.deliveryhistory.upssandbox..")
                .check(CLASSES);
    }
}
