package com.deliveryhistory.tokens;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.deliveryhistory.testing.ModuleArchitecture;
import org.junit.jupiter.api.Test;

class ArchitectureTests extends ModuleArchitecture {

    ArchitectureTests() {
        super("com.deliveryhistory.tokens");
    }

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
}
