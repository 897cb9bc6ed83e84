package io.github.luffyrl.djl;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;
import io.github.luffyrl.core.HouseRules;
import java.util.Arrays;
import java.util.stream.Stream;

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

    private static ArchRule imports(String room, String... others) {
        String root = "io.github.luffyrl.djl.";
        Stream<String> allowed =
                Stream.concat(Stream.of(room), Arrays.stream(others)).map(name -> root + name);
        DescribedPredicate<JavaClass> elsewhere =
                resideInAPackage(root + "..")
                        .and(not(resideInAnyPackage(allowed.toArray(String[]::new))));
        return noClasses()
                .that()
                .resideInAPackage(root + room)
                .should()
                .dependOnClassesThat(elsewhere);
    }

    @ArchTest static final ArchRule batch = imports("batch");

    @ArchTest static final ArchRule problem = imports("problem", "checkpoint", "text");

    @ArchTest
    static final ArchRule model = imports("model", "batch", "checkpoint", "internal.autograd");

    @ArchTest
    static final ArchRule generation =
            imports(
                    "generation",
                    "batch",
                    "model",
                    "problem",
                    "text",
                    "checkpoint",
                    "internal.autograd",
                    "internal.batch",
                    "internal.generation");

    @ArchTest
    static final ArchRule dataset =
            imports(
                    "dataset",
                    "batch",
                    "generation",
                    "loss",
                    "problem",
                    "internal.batch",
                    "internal.generation");

    @ArchTest
    static final ArchRule evaluator =
            imports("evaluator", "batch", "generation", "loss", "problem", "internal.generation");

    @ArchTest static final ArchRule nothingIsPrinted = NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
}
