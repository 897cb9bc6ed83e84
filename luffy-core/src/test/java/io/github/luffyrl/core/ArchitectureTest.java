package io.github.luffyrl.core;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;

import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;

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

    /** Imports follow the data; a package that is not listed has to find its place here. */
    @ArchTest
    static final ArchRule packagesImportOnlyEarlierOnes =
            layeredArchitecture()
                    .consideringOnlyDependenciesInLayers()
                    .layer("problem")
                    .definedBy("io.github.luffyrl.core.problem..")
                    .layer("prefix")
                    .definedBy("io.github.luffyrl.core.prefix..")
                    .layer("rollout")
                    .definedBy("io.github.luffyrl.core.rollout..")
                    .layer("reward")
                    .definedBy("io.github.luffyrl.core.reward..")
                    .layer("advantage")
                    .definedBy("io.github.luffyrl.core.advantage..")
                    .layer("prime")
                    .definedBy("io.github.luffyrl.core.prime..")
                    .layer("metric")
                    .definedBy("io.github.luffyrl.core.metric..")
                    .layer("rejection")
                    .definedBy("io.github.luffyrl.core.rejection..")
                    .layer("objective")
                    .definedBy("io.github.luffyrl.core.objective..")
                    .layer("schedule")
                    .definedBy("io.github.luffyrl.core.schedule..")
                    .layer("replay")
                    .definedBy("io.github.luffyrl.core.replay..")
                    .whereLayer("problem")
                    .mayNotAccessAnyLayer()
                    .whereLayer("prefix")
                    .mayOnlyAccessLayers("problem")
                    .whereLayer("rollout")
                    .mayOnlyAccessLayers("problem", "prefix")
                    .whereLayer("reward")
                    .mayOnlyAccessLayers("problem", "prefix", "rollout")
                    .whereLayer("advantage")
                    .mayOnlyAccessLayers("prefix", "rollout")
                    .whereLayer("prime")
                    .mayOnlyAccessLayers("rollout", "advantage")
                    .whereLayer("metric")
                    .mayNotAccessAnyLayer()
                    .whereLayer("rejection")
                    .mayOnlyAccessLayers("problem", "metric")
                    .whereLayer("objective")
                    .mayOnlyAccessLayers("rollout")
                    .whereLayer("schedule")
                    .mayNotAccessAnyLayer()
                    .whereLayer("replay")
                    .mayOnlyAccessLayers("problem", "rollout")
                    .ensureAllClassesAreContainedInArchitecture();

    @ArchTest static final ArchRule nothingIsPrinted = NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
}
