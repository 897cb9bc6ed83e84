package io.github.luffyrl.core;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

@AnalyzeClasses(locations = HouseRules.ThisModule.class)
class ArchitectureTest {

    @ArchTest static final ArchTests houseRules = ArchTests.in(HouseRules.class);

    @ArchTest
    static final ArchRule theModuleSeesOnlyTheJdkSlf4jAndNullMarks =
            classes()
                    .should()
                    .onlyDependOnClassesThat()
                    .resideInAnyPackage(
                            "java..", "org.slf4j..", "org.jspecify..", "io.github.luffyrl.core..");

    @ArchTest
    static void packagesImportWhatTheirPackageInfosSay(JavaClasses classes) throws IOException {
        assertEquals(
                List.of(),
                DeclaredImports.contradictions(
                        "io.github.luffyrl.core", classes, Path.of("src", "main", "java")));
    }

    @ArchTest
    static void thePublicTypesAreThoseListed(JavaClasses classes) throws IOException {
        assertEquals(PublicTypes.listed(), PublicTypes.of(classes, "io.github.luffyrl.core"));
    }

    @ArchTest static final ArchRule nothingIsPrinted = NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
}
