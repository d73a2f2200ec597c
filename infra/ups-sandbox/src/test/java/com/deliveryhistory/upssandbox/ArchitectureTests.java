package com.deliveryhistory.upssandbox;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.deliveryhistory.testing.ModuleArchitecture;
import org.junit.jupiter.api.Test;

class ArchitectureTests extends ModuleArchitecture {

    private static final String ROOT = "com.deliveryhistory.upssandbox";

    ArchitectureTests() {
        super(ROOT);
    }

    @Test
    void nothing_that_the_services_share_is_known_here() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("com.deliveryhistory.events..", "com.deliveryhistory.services..")
                .check(classes);
    }

    @Test
    void the_feed_knows_nothing_of_the_interfaces_that_show_it() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".feed")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        ROOT + ".quantumview", ROOT + ".tracking", ROOT + ".oauth", "org.springframework.web..")
                .check(classes);
    }

    @Test
    void pages_and_data_interfaces_leave_mongodb_to_their_stores() {
        noClasses()
                .that()
                .haveSimpleNameEndingWith("Controller")
                .or()
                .resideInAnyPackage(ROOT + ".website", ROOT + ".tracking")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("com.mongodb..", "org.bson..")
                .check(classes);
    }
}
