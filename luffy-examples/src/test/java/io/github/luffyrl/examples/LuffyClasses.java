package io.github.luffyrl.examples;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;

/** The product's own classes, of all modules. */
final class LuffyClasses {

    private LuffyClasses() {}

    static JavaClasses all() {
        return new ClassFileImporter()
                .withImportOption(
                        location ->
                                !location.contains("/test-classes/")
                                        && !location.contains("-tests.jar"))
                .importPackages("io.github.luffyrl");
    }
}
