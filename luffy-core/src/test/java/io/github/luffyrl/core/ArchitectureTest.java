package io.github.luffyrl.core;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.conditions.ArchConditions.be;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.LocationProvider;
import com.tngtech.archunit.lang.ArchRule;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.NullMarked;

@AnalyzeClasses(locations = ArchitectureTest.ThisModule.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule everythingLivesInThePackageOfTheModule =
            classes().should().resideInAPackage("io.github.luffyrl.core..");

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
                    .layer("adjustment")
                    .definedBy("io.github.luffyrl.core.adjustment..")
                    .layer("filter")
                    .definedBy("io.github.luffyrl.core.filter..")
                    .layer("metric")
                    .definedBy("io.github.luffyrl.core.metric..")
                    .layer("objective")
                    .definedBy("io.github.luffyrl.core.objective..")
                    .whereLayer("problem")
                    .mayNotAccessAnyLayer()
                    .whereLayer("prefix")
                    .mayOnlyAccessLayers("problem")
                    .whereLayer("rollout")
                    .mayOnlyAccessLayers("problem", "prefix")
                    .whereLayer("reward")
                    .mayOnlyAccessLayers("problem", "prefix", "rollout")
                    .whereLayer("advantage")
                    .mayNotAccessAnyLayer()
                    .whereLayer("adjustment")
                    .mayOnlyAccessLayers("prefix")
                    .whereLayer("filter")
                    .mayNotAccessAnyLayer()
                    .whereLayer("metric")
                    .mayNotAccessAnyLayer()
                    .whereLayer("objective")
                    .mayNotAccessAnyLayer()
                    .ensureAllClassesAreContainedInArchitecture();

    @ArchTest
    static final ArchRule packagesAreFreeOfCycles =
            slices().matching("io.github.luffyrl.core.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule everyPackageIsNullMarked =
            classes()
                    .should(
                            be(
                                    describe(
                                            "in a package whose package-info is @NullMarked",
                                            (JavaClass c) ->
                                                    c.getPackage()
                                                            .isAnnotatedWith(NullMarked.class))));

    @ArchTest static final ArchRule nothingIsPrinted = NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;

    /** By folder, not by package, so that a class in a foreign package is seen too. */
    static final class ThisModule implements LocationProvider {
        @Override
        public Set<Location> get(Class<?> testClass) {
            return Set.of(Location.of(Path.of("target", "classes")));
        }
    }
}
