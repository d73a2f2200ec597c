package com.deliveryhistory.testing;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTests {

    @Test
    void test_support_knows_no_part_of_the_product() {
        var classes = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("com.deliveryhistory.testing");

        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("com.deliveryhistory.events..", "com.deliveryhistory.services..")
                .check(classes);
    }
}
