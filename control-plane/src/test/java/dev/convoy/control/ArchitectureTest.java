package dev.convoy.control;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass.Predicates;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;

/** The walls of the house. Where one is in the way of a feature, it is the wall that is to be discussed. */
class ArchitectureTest {
    private static final JavaClasses CONVOY = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.convoy");

    private static final String[] PURE = {
        "dev.convoy.model..", "dev.convoy.control.planning..", "dev.convoy.xds.translate.."
    };

    @Test
    void theNounsKnowNothingButJava() {
        classes()
                .that()
                .resideInAPackage("dev.convoy.model..")
                .should()
                .onlyDependOnClassesThat(
                        resideInAnyPackage("dev.convoy.model..", "java..", "org.jspecify.annotations.."))
                .check(CONVOY);
    }

    @Test
    void planningKnowsTheNounsAndRegularExpressionsOnly() {
        classes()
                .that()
                .resideInAPackage("dev.convoy.control.planning..")
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(
                        "dev.convoy.control.planning..",
                        "dev.convoy.model..",
                        "com.google.re2j..",
                        "java..",
                        "org.jspecify.annotations.."))
                .check(CONVOY);
    }

    @Test
    void translatingKnowsThePlanAndEnvoysProtobufsOnly() {
        classes()
                .that()
                .resideInAPackage("dev.convoy.xds.translate..")
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(
                        "dev.convoy.xds.translate..",
                        "dev.convoy.xds.snapshot..",
                        "dev.convoy.model..",
                        "com.google.protobuf..",
                        "io.envoyproxy.envoy..",
                        "java..",
                        "org.jspecify.annotations.."))
                .check(CONVOY);
    }

    @Test
    void whatIsPureDoesNoInputOrOutputAndHasNoThreads() {
        noClasses()
                .that()
                .resideInAnyPackage(PURE)
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                                "java.io..",
                                "java.nio.file..",
                                "java.nio.channels..",
                                "java.net.http..",
                                "java.sql..",
                                "java.util.concurrent..")
                        .and(com.tngtech.archunit.base.DescribedPredicate.not(
                                Predicates.assignableTo(java.io.Serializable.class))))
                .check(CONVOY);
    }

    @Test
    void whatIsPureKnowsNeitherTimeNorChance() {
        noClasses()
                .that()
                .resideInAnyPackage(PURE)
                .should()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "getenv", String.class)
                .orShould()
                .callMethod(System.class, "getProperty", String.class)
                .orShould()
                .dependOnClassesThat(Predicates.belongToAnyOf(
                        Clock.class, InstantSource.class, Random.class, ThreadLocalRandom.class))
                .check(CONVOY);
    }

    @Test
    void onlyXdsServerKnowsEnvoysProtobufs() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.convoy.xds..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.envoyproxy..")
                .check(CONVOY);
    }

    @Test
    void theRegistryAndTheXdsServerNeverMeet() {
        noClasses()
                .that()
                .resideInAPackage("dev.convoy.registry..")
                .should()
                .dependOnClassesThat(resideInAPackage("dev.convoy.xds..").or(resideInAPackage("dev.convoy.control..")))
                .check(CONVOY);
        noClasses()
                .that()
                .resideInAPackage("dev.convoy.xds..")
                .should()
                .dependOnClassesThat(
                        resideInAPackage("dev.convoy.registry..").or(resideInAPackage("dev.convoy.control..")))
                .check(CONVOY);
    }

    @Test
    void whatTheDatabaseHoldsIsNobodyElsesBusiness() {
        noClasses()
                .that()
                .areAnnotatedWith("jakarta.persistence.Entity")
                .should()
                .bePublic()
                .allowEmptyShould(true)
                .check(CONVOY);
    }

    @Test
    void mutinyStaysInsideTheStore() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.convoy.registry..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.smallrye.mutiny..")
                .check(CONVOY);
    }

    @Test
    void roomsDependOnEachOtherOneWay() {
        for (String module : new String[] {"dev.convoy.control", "dev.convoy.registry", "dev.convoy.xds"}) {
            slices().matching(module + ".(*)..")
                    .should()
                    .beFreeOfCycles()
                    .ignoreDependency(alwaysTrue(), resideInAPackage(module))
                    .check(CONVOY);
        }
    }
}
