package io.github.luffyrl.core;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.conditions.ArchConditions.be;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.LocationProvider;
import com.tngtech.archunit.lang.ArchRule;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.text.DecimalFormat;
import java.text.MessageFormat;
import java.text.NumberFormat;
import java.text.SimpleDateFormat;
import java.time.format.DateTimeFormatter;
import java.util.Formatter;
import java.util.Locale;
import java.util.Scanner;
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

    /**
     * What a locale changes would be read back as something else, or not at all: calls that take
     * the locale of the machine are forbidden where there is one that names it.
     */
    @ArchTest
    static final ArchRule nothingDependsOnTheLocaleOfTheMachine =
            noClasses()
                    .should()
                    .callMethod(String.class, "format", String.class, Object[].class)
                    .orShould()
                    .callMethod(String.class, "formatted", Object[].class)
                    .orShould()
                    .callMethod(String.class, "toLowerCase")
                    .orShould()
                    .callMethod(String.class, "toUpperCase")
                    .orShould()
                    .callMethodWhere(
                            describe("printf or format without a locale", HouseRules::printsIn))
                    .orShould()
                    .callConstructor(Formatter.class)
                    .orShould()
                    .callConstructor(Formatter.class, Appendable.class)
                    .orShould()
                    .callConstructor(Scanner.class, InputStream.class)
                    .orShould()
                    .callConstructor(DecimalFormat.class, String.class)
                    .orShould()
                    .callConstructor(SimpleDateFormat.class, String.class)
                    .orShould()
                    .callMethod(NumberFormat.class, "getInstance")
                    .orShould()
                    .callMethod(DateTimeFormatter.class, "ofPattern", String.class)
                    .orShould()
                    .callMethod(MessageFormat.class, "format", String.class, Object[].class);

    private static boolean printsIn(JavaMethodCall call) {
        JavaClass owner = call.getTargetOwner();
        return Set.of("printf", "format").contains(call.getName())
                && (owner.isAssignableTo(PrintStream.class)
                        || owner.isAssignableTo(PrintWriter.class)
                        || owner.isAssignableTo(Formatter.class))
                && !call.getTarget().getRawParameterTypes().get(0).isEquivalentTo(Locale.class);
    }

    private HouseRules() {}

    /** By folder, not by package, so that a class in a foreign package is seen too. */
    public static final class ThisModule implements LocationProvider {
        @Override
        public Set<Location> get(Class<?> testClass) {
            return Set.of(Location.of(Path.of("target", "classes")));
        }
    }
}
