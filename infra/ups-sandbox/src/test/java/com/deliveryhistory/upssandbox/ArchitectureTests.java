package com.deliveryhistory.upssandbox;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTests {

    private static final String ROOT = "com.deliveryhistory.upssandbox";

    private static final JavaClasses SANDBOX = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    @Test
    void packages_have_no_cycles() {
        slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(SANDBOX);
    }

    @Test
    void nothing_of_the_services_is_known_here() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "com.deliveryhistory.events..",
                        "com.deliveryhistory.services..",
                        "com.deliveryhistory.tokens..",
                        "com.deliveryhistory.history..",
                        "com.deliveryhistory.optin..")
                .check(SANDBOX);
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
                .check(SANDBOX);
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
                .check(SANDBOX);
    }
}
