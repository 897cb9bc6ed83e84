package io.github.luffyrl.djl;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;
import io.github.luffyrl.core.DeclaredImports;
import io.github.luffyrl.core.HouseRules;
import io.github.luffyrl.core.PublicTypes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

@AnalyzeClasses(locations = HouseRules.ThisModule.class)
class ArchitectureTest {

    @ArchTest static final ArchTests houseRules = ArchTests.in(HouseRules.class);

    @ArchTest
    static final ArchRule theModuleSeesNeitherRewardsNorExamples =
            noClasses()
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "io.github.luffyrl.rewards..", "io.github.luffyrl.examples..");

    @ArchTest
    static void importsAreThoseThatThePackageInfosDeclare(JavaClasses classes) throws IOException {
        assertEquals(
                List.of(),
                DeclaredImports.contradictions(
                        "io.github.luffyrl.djl", classes, Path.of("src/main/java")));
    }

    @ArchTest
    static void thePublicTypesAreThoseListed(JavaClasses classes) throws IOException {
        assertEquals(PublicTypes.listed(), PublicTypes.of(classes, "io.github.luffyrl.djl"));
    }

    @ArchTest static final ArchRule nothingIsPrinted = NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
}
