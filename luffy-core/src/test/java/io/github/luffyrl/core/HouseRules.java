package io.github.luffyrl.core;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.conditions.ArchConditions.be;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.LocationProvider;
import com.tngtech.archunit.lang.ArchRule;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.NullMarked;

/** What holds in every module. */
public final class HouseRules {

    @ArchTest
    static final ArchRule everythingLivesInAPackageOfLuffy =
            classes().should().resideInAPackage("io.github.luffyrl..");

    @ArchTest
    static final ArchRule onlyGuicePackagesAndExamplesSeeGuice =
            noClasses()
                    .that()
                    .resideOutsideOfPackages("..guice..", "io.github.luffyrl.examples..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("com.google.inject..", "jakarta.inject..")
                    .allowEmptyShould(true); // the examples module has no other package

    @ArchTest
    static final ArchRule internalsOfRewardsStayInTheirModule =
            noClasses()
                    .that()
                    .resideOutsideOfPackage("io.github.luffyrl.rewards..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("io.github.luffyrl.rewards.internal..")
                    .allowEmptyShould(true); // as in luffy-rewards

    @ArchTest
    static final ArchRule packagesAreFreeOfCycles =
            slices().matching("io.github.luffyrl.(*).(*)..").should().beFreeOfCycles();

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

    private HouseRules() {}

    /** By folder, not by package, so that a class in a foreign package is seen too. */
    public static final class ThisModule implements LocationProvider {
        @Override
        public Set<Location> get(Class<?> testClass) {
            return Set.of(Location.of(Path.of("target", "classes")));
        }
    }
}
