package com.deliveryhistory.odcs;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTests {

    @Test
    void it_can_be_copied_out_of_this_project() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideOutsideOfPackages(
                        "com.deliveryhistory.odcs",
                        "java..",
                        "com.nimbusds..",
                        "org.apache.kafka..",
                        "org.jspecify..",
                        "tools.jackson..")
                .check(new ClassFileImporter()
                        .withImportOption(new ImportOption.DoNotIncludeTests())
                        .importPackages("com.deliveryhistory.odcs"));
    }
}
