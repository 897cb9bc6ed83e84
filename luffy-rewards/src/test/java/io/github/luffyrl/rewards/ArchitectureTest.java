package io.github.luffyrl.rewards;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;
import io.github.luffyrl.core.HouseRules;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

@AnalyzeClasses(locations = HouseRules.ThisModule.class)
class ArchitectureTest {

    private static final String BASE = "io.github.luffyrl.rewards.";

    private static final Set<String> FRONT =
            new TreeSet<>(
                    Set.of(
                            "code.CommandReward",
                            "code.ScoreSource",
                            "guice.RewardsModule",
                            "named.NamedRewards",
                            "options.AnswerForm",
                            "options.BoxPriority",
                            "options.ExtractionMode",
                            "options.Fallback",
                            "options.GoldFormat",
                            "options.RelationComparison",
                            "options.Strictness",
                            "options.VerifierOptions",
                            "reference.ReferenceReward",
                            "reference.RewardVersion",
                            "shape.FormatGate",
                            "shape.FormatReward",
                            "shape.FormatRule",
                            "shape.RepetitionPenalty",
                            "suite.CaseResult",
                            "suite.SuiteReport",
                            "suite.VerifierCase",
                            "text.AnswerFinder",
                            "text.MultipleChoiceReward",
                            "text.NumericReward",
                            "text.TextNormalization",
                            "text.TextReward",
                            "verifier.MathReward",
                            "verifier.MathVerifier",
                            "verifier.Verdict"));

    @ArchTest static final ArchTests houseRules = ArchTests.in(HouseRules.class);

    @ArchTest
    static final ArchRule theModuleSeesNeitherDjlNorExamples =
            noClasses()
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "ai.djl..", "io.github.luffyrl.djl..", "io.github.luffyrl.examples..");

    /** Imports run one way; a package that is not listed has to find its place here. */
    @ArchTest
    static final ArchRule packagesImportOnlyEarlierOnes =
            layeredArchitecture()
                    .consideringOnlyDependenciesInLayers()
                    .layer("options")
                    .definedBy(BASE + "options..")
                    .layer("answer")
                    .definedBy(BASE + "internal.answer..")
                    .layer("math")
                    .definedBy(BASE + "internal.math")
                    .layer("parse")
                    .definedBy(BASE + "internal.math.parse..")
                    .layer("evaluate")
                    .definedBy(BASE + "internal.math.evaluate..")
                    .layer("equality")
                    .definedBy(BASE + "internal.math.equality..")
                    .layer("verifier")
                    .definedBy(BASE + "verifier..")
                    .layer("text")
                    .definedBy(BASE + "text..")
                    .layer("shape")
                    .definedBy(BASE + "shape..")
                    .layer("code")
                    .definedBy(BASE + "code..")
                    .layer("reference")
                    .definedBy(BASE + "reference..")
                    .layer("suite")
                    .definedBy(BASE + "suite..")
                    .layer("named")
                    .definedBy(BASE + "named..")
                    .layer("guice")
                    .definedBy(BASE + "guice..")
                    .whereLayer("options")
                    .mayNotAccessAnyLayer()
                    .whereLayer("answer")
                    .mayOnlyAccessLayers("options")
                    .whereLayer("math")
                    .mayNotAccessAnyLayer()
                    .whereLayer("parse")
                    .mayOnlyAccessLayers("math")
                    .whereLayer("evaluate")
                    .mayOnlyAccessLayers("math")
                    .whereLayer("equality")
                    .mayOnlyAccessLayers("options", "math", "evaluate")
                    .whereLayer("verifier")
                    .mayOnlyAccessLayers("options", "answer", "math", "parse", "equality")
                    .whereLayer("text")
                    .mayOnlyAccessLayers("options", "answer", "verifier")
                    .whereLayer("shape")
                    .mayOnlyAccessLayers("answer")
                    .whereLayer("code")
                    .mayNotAccessAnyLayer()
                    .whereLayer("reference")
                    .mayOnlyAccessLayers("answer", "text", "shape", "verifier")
                    .whereLayer("suite")
                    .mayOnlyAccessLayers("options", "shape", "verifier")
                    .whereLayer("named")
                    .mayOnlyAccessLayers("text", "verifier")
                    .whereLayer("guice")
                    .mayOnlyAccessLayers("verifier")
                    .ensureAllClassesAreContainedInArchitecture();

    /** What a user sees; everything else is package-private or behind {@code internal}. */
    @Test
    void theFrontTypesAreThese() {
        Set<String> front = new TreeSet<>();
        for (JavaClass type : new ClassFileImporter().importPath(Path.of("target", "classes"))) {
            if (type.getModifiers().contains(JavaModifier.PUBLIC)
                    && type.isTopLevelClass()
                    && !type.getPackageName().contains(".internal")) {
                front.add(type.getName().substring(BASE.length()));
            }
        }
        assertEquals(FRONT, front);
    }

    @ArchTest static final ArchRule nothingIsPrinted = NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
}
