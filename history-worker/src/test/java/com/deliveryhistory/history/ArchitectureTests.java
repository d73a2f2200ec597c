package com.deliveryhistory.history;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameEndingWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.deliveryhistory.testing.ModuleArchitecture;
import org.junit.jupiter.api.Test;

class ArchitectureTests extends ModuleArchitecture {

    ArchitectureTests() {
        super("com.deliveryhistory.history");
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
                .check(classes);
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
                .check(classes);
    }

    @Test
    void http_interfaces_are_known_to_the_api_alone() {
        noClasses()
                .that()
                .resideOutsideOfPackage("..api..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("jakarta.servlet..")
                .check(classes);
        classes()
                .that(not(simpleNameEndingWith("package-info")))
                .and()
                .resideInAPackage("..api..")
                .should()
                .bePackagePrivate()
                .check(classes);
    }
}
