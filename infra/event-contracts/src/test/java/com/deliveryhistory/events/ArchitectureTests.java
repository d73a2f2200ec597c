package com.deliveryhistory.events;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTests {

    private final JavaClasses classes = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("com.deliveryhistory.events");

    @Test
    void contracts_know_neither_spring_nor_a_service_nor_a_database() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.springframework..",
                        "com.mongodb..",
                        "com.deliveryhistory.optin..",
                        "com.deliveryhistory.tokens..",
                        "com.deliveryhistory.history..")
                .check(classes);
    }

    @Test
    void packages_have_no_cycles() {
        slices().matching("com.deliveryhistory.events.(*)..")
                .should()
                .beFreeOfCycles()
                .check(classes);
    }
}
