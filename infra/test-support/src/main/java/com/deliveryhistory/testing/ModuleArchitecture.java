package com.deliveryhistory.testing;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What holds in every module; its architecture tests add what holds in it alone. The classes are read once for all of them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class ModuleArchitecture {

    /** The programs that know each other by events and HTTP alone. */
    private static final String[] PROGRAMS = {
        "com.deliveryhistory.optin",
        "com.deliveryhistory.tokens",
        "com.deliveryhistory.history",
        "com.deliveryhistory.odcs",
        "com.deliveryhistory.upssandbox"
    };

    /** The module's classes, without its tests. */
    protected final JavaClasses classes;

    private final String root;

    /**
     * Reads the module's classes.
     *
     * @param root the package that all of them are in
     */
    protected ModuleArchitecture(String root) {
        this.root = root;
        this.classes = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages(root);
    }

    @Test
    public void packages_have_no_cycles() {
        slices().matching(root + ".(*)..").should().beFreeOfCycles().check(classes);
    }

    /**
     * The driver says it in several ways, and whoever asks for a bulk write's errors alone takes what no majority confirmed
     * for stored. The sandbox is another's program and shares nothing with the services.
     */
    @Test
    public void one_class_judges_whether_somebody_else_has_written_the_same() {
        noClasses()
                .that()
                .resideOutsideOfPackages("com.deliveryhistory.services.storage", "com.deliveryhistory.upssandbox..")
                .should()
                .callMethod("com.mongodb.bulk.BulkWriteError", "getCategory")
                .orShould()
                .callMethod("com.mongodb.bulk.BulkWriteError", "getCode")
                .orShould()
                .callMethod("com.mongodb.WriteError", "getCategory")
                .orShould()
                .callMethod("com.mongodb.WriteError", "getCode")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("com.mongodb.ErrorCategory")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("com.mongodb.DuplicateKeyException")
                .allowEmptyShould(true)
                .check(classes);
    }

    /** MongoDB refuses such an index where one with another life is there: a changed setting would never be taken over. */
    @Test
    public void one_class_creates_the_indexes_that_delete_what_is_old() {
        noClasses()
                .that()
                .resideOutsideOfPackages("com.deliveryhistory.services.storage", "com.deliveryhistory.upssandbox..")
                .should()
                .callMethod(
                        "com.mongodb.client.model.IndexOptions",
                        "expireAfter",
                        "java.lang.Long",
                        "java.util.concurrent.TimeUnit")
                .allowEmptyShould(true)
                .check(classes);
    }

    @Test
    public void other_programs_are_known_by_contracts_and_http_alone() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(Stream.of(PROGRAMS)
                        .filter(program -> !program.equals(root))
                        .map(program -> program + "..")
                        .toArray(String[]::new))
                .check(classes);
    }
}
