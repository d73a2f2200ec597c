package com.deliveryhistory.localstack;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.deliveryhistory.testing.ModuleArchitecture;
import org.junit.jupiter.api.Test;

class ArchitectureTests extends ModuleArchitecture {

    ArchitectureTests() {
        super("com.deliveryhistory.localstack");
    }

    @Test
    void supervision_does_not_know_what_it_supervises() {
        noClasses()
                .that()
                .resideInAPackage("..localstack.processes..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("..localstack.settings..", "..localstack.demo..", "com.deliveryhistory.servers..")
                .check(classes);
    }

    @Test
    void the_agent_needs_nothing_on_the_class_path() {
        noClasses()
                .that()
                .resideInAPackage("..localstack.agent..")
                .should()
                .dependOnClassesThat()
                .resideOutsideOfPackages("java..", "org.jspecify..", "..localstack.agent..")
                .check(classes);
    }

    @Test
    void parts_of_the_stack_do_not_know_the_whole() {
        noClasses()
                .that()
                .resideInAPackage("com.deliveryhistory.localstack.*..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.deliveryhistory.localstack")
                .check(classes);
    }

    @Test
    void the_stack_is_no_spring_application_and_reads_no_events() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("com.deliveryhistory.events..", "org.springframework..")
                .check(classes);
    }
}
