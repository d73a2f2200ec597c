package com.deliveryhistory.optin;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.deliveryhistory.events.sealing.TokenPair;
import com.deliveryhistory.testing.ModuleArchitecture;
import org.junit.jupiter.api.Test;
import org.springframework.stereotype.Controller;

class ArchitectureTests extends ModuleArchitecture {

    ArchitectureTests() {
        super("com.deliveryhistory.optin");
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
