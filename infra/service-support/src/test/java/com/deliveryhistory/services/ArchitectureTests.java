package com.deliveryhistory.services;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTests {

    private final JavaClasses classes = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("com.deliveryhistory.services");

    @Test
    void what_services_share_knows_no_service() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "com.deliveryhistory.optin..", "com.deliveryhistory.tokens..", "com.deliveryhistory.history..")
                .check(classes);
    }

    @Test
    void packages_have_no_cycles() {
        slices().matching("com.deliveryhistory.services.(*)..")
                .should()
                .beFreeOfCycles()
                .check(classes);
    }
}
