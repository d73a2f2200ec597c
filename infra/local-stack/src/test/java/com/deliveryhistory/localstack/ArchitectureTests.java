package com.deliveryhistory.localstack;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTests {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("com.deliveryhistory.localstack");

    @Test
    void supervision_does_not_know_what_it_supervises() {
        noClasses()
                .that()
                .resideInAPackage("..localstack.processes..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("..localstack.settings..", "..localstack.demo..", "com.deliveryhistory.servers..")
                .check(CLASSES);
    }

    @Test
    void the_agent_needs_nothing_on_the_class_path() {
        noClasses()
                .that()
                .resideInAPackage("..localstack.agent..")
                .should()
                .dependOnClassesThat()
                .resideOutsideOfPackages("java..", "org.jspecify..", "..localstack.agent..")
                .check(CLASSES);
    }

    @Test
    void packages_have_no_cycles() {
        slices().matching("com.deliveryhistory.localstack.(*)..")
                .should()
                .beFreeOfCycles()
                .check(CLASSES);
        noClasses()
                .that()
                .resideInAPackage("com.deliveryhistory.localstack.*..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.deliveryhistory.localstack")
                .check(CLASSES);
    }

    @Test
    void the_stack_knows_the_services_only_as_processes() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "com.deliveryhistory.tokens..",
                        "com.deliveryhistory.history..",
                        "com.deliveryhistory.optin..",
                        "com.deliveryhistory.upssandbox..",
                        "com.deliveryhistory.events..",
                        "org.springframework..")
                .check(CLASSES);
    }
}
