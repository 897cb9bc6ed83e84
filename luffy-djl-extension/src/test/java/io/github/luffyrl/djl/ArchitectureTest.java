package io.github.luffyrl.djl;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.conditions.ArchConditions.be;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
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
            classes().should().resideInAPackage("io.github.luffyrl.djl..");

    @ArchTest
    static final ArchRule theModuleSeesNeitherRewardsNorExamples =
            noClasses()
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "io.github.luffyrl.rewards..", "io.github.luffyrl.examples..");

    @ArchTest
    static final ArchRule onlyGuicePackagesSeeGuice =
            noClasses()
                    .that()
                    .resideOutsideOfPackage("..guice..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("com.google.inject..", "jakarta.inject..");

    @ArchTest
    static final ArchRule packagesAreFreeOfCycles =
            slices().matching("io.github.luffyrl.djl.(*)..").should().beFreeOfCycles();

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
