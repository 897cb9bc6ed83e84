package io.github.luffyrl.examples;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.conditions.ArchConditions.be;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
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
            classes().should().resideInAPackage("io.github.luffyrl.examples..");

    @ArchTest
    static final ArchRule packagesAreFreeOfCycles =
            slices().matching("io.github.luffyrl.examples.(*)..").should().beFreeOfCycles();

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

    /** By folder, not by package, so that a class in a foreign package is seen too. */
    static final class ThisModule implements LocationProvider {
        @Override
        public Set<Location> get(Class<?> testClass) {
            return Set.of(Location.of(Path.of("target", "classes")));
        }
    }
}
