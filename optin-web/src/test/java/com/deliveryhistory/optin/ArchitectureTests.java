package com.deliveryhistory.optin;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.deliveryhistory.events.sealing.TokenPair;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;
import org.springframework.stereotype.Controller;

class ArchitectureTests {

    private final JavaClasses classes = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("com.deliveryhistory.optin");

    @Test
    void packages_have_no_cycles() {
        slices().matching("com.deliveryhistory.optin.(*)..")
                .should()
                .beFreeOfCycles()
                .check(classes);
    }

    @Test
    void other_services_are_known_by_contracts_and_http_only() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("com.deliveryhistory.tokens..", "com.deliveryhistory.history..")
                .check(classes);
    }

    @Test
    void controllers_know_neither_mongodb_nor_kafka() {
        noClasses()
                .that()
                .areAnnotatedWith(Controller.class)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("com.mongodb..", "org.bson..", "org.apache.kafka..", "org.springframework.kafka..")
                .check(classes);
    }

    @Test
    void readable_tokens_stay_where_they_are_exchanged_and_sealed() {
        noClasses()
                .that()
                .resideOutsideOfPackage("com.deliveryhistory.optin.authorization")
                .should()
                .dependOnClassesThat()
                .areAssignableTo(TokenPair.class)
                .check(classes);
    }

    @Test
    void settings_are_records_not_single_values() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("org.springframework.beans.factory.annotation.Value")
                .check(classes);
    }
}
