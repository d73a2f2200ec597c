package com.deliveryhistory.tokens;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTests {

    private final JavaClasses classes = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("com.deliveryhistory.tokens");

    @Test
    void the_states_know_neither_the_store_nor_spring() {
        classes()
                .that(resideInAPackage("..tokens.grants")
                        .and(simpleName("Grant")
                                .or(simpleName("Active"))
                                .or(simpleName("Ended"))
                                .or(simpleName("Unopened"))
                                .or(simpleName("Horizons"))
                                .or(simpleName("Change"))
                                .or(simpleName("End"))
                                .or(simpleName("Events"))))
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "org.jspecify..",
                        "com.deliveryhistory.events",
                        "com.deliveryhistory.tokens.grants",
                        "com.deliveryhistory.tokens.custody")
                .check(classes);
    }

    @Test
    void services_do_not_know_each_other() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "com.deliveryhistory.optin..",
                        "com.deliveryhistory.history..",
                        "com.deliveryhistory.upssandbox..")
                .check(classes);
    }

    @Test
    void only_custody_knows_the_encryption_library() {
        noClasses()
                .that()
                .resideOutsideOfPackage("..tokens.custody")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "com.mongodb.client.vault..",
                        "com.mongodb.client.model.vault..",
                        "com.mongodb.client.internal..",
                        "com.nimbusds..")
                .check(classes);
    }

    @Test
    void packages_have_no_cycles() {
        slices().matching("com.deliveryhistory.tokens.(*)..")
                .should()
                .beFreeOfCycles()
                .check(classes);
    }
}
