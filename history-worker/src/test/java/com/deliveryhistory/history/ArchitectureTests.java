package com.deliveryhistory.history;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameEndingWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTests {

    private final JavaClasses service = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("com.deliveryhistory.history");

    @Test
    void packages_have_no_cycles() {
        slices().matching("com.deliveryhistory.history.(*)..")
                .should()
                .beFreeOfCycles()
                .check(service);
    }

    @Test
    void other_services_are_unknown() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "com.deliveryhistory.tokens..",
                        "com.deliveryhistory.optin..",
                        "com.deliveryhistory.upssandbox..")
                .check(service);
    }

    @Test
    void only_stores_know_mongodb() {
        noClasses()
                .that()
                .haveSimpleNameNotEndingWith("Store")
                .and()
                .resideOutsideOfPackage("..storage..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("com.mongodb..")
                .check(service);
    }

    @Test
    void the_fold_knows_neither_spring_nor_a_database() {
        noClasses()
                .that()
                .haveSimpleName("PackageFold")
                .or()
                .haveSimpleName("Fact")
                .or()
                .haveSimpleName("Checkpoint")
                .or()
                .haveSimpleName("Slice")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.springframework..", "com.mongodb..", "org.bson..")
                .check(service);
    }

    @Test
    void http_interfaces_are_known_to_the_api_alone() {
        noClasses()
                .that()
                .resideOutsideOfPackage("..api..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("jakarta.servlet..")
                .check(service);
        classes()
                .that(not(simpleNameEndingWith("package-info")))
                .and()
                .resideInAPackage("..api..")
                .should()
                .bePackagePrivate()
                .check(service);
    }
}
