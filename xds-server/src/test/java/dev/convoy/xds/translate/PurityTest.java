package dev.convoy.xds.translate;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** What keeps the translation a pure function of the plan. */
class PurityTest {
    private static final String ROOM = "dev.convoy.xds.translate..";

    private final JavaClasses translation = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.convoy.xds.translate");

    @Test
    void itKnowsThePlanTheMessagesAndNothingElse() {
        classes()
                .that()
                .resideInAPackage(ROOM)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        ROOM,
                        "dev.convoy.model..",
                        "dev.convoy.xds.snapshot..",
                        "io.envoyproxy..",
                        "com.google.protobuf..",
                        "org.jspecify.annotations..",
                        "java.lang..",
                        "java.time..",
                        "java.util..")
                .check(translation);
    }

    @Test
    void itAsksNeitherTheClockNorChance() {
        noClasses()
                .that()
                .resideInAPackage(ROOM)
                .should()
                .dependOnClassesThat()
                .haveNameMatching("java\\.time\\.(Instant|Clock|InstantSource|ZonedDateTime|LocalDateTime)"
                        + "|java\\.util\\.(Random|UUID|SplittableRandom)|java\\.util\\.random\\..*")
                .check(translation);
    }

    @Test
    void aPolicyKnowsOnlyItsOwnRoute() {
        noClasses()
                .that()
                .resideInAPackage("dev.convoy.xds.translate.policy..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.convoy.xds.translate")
                .check(translation);
    }
}
