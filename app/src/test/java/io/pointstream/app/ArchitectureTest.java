package io.pointstream.app;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The arrows between the modules, and what the engine must not know. */
@AnalyzeClasses(packages = "io.pointstream", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule arrowsPointDown = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .withOptionalLayers(true)
            .layer("schemas")
            .definedBy("io.pointstream.schemas..")
            .layer("engine")
            .definedBy("io.pointstream.engine..")
            .layer("embedded")
            .definedBy("io.pointstream.embedded..")
            .layer("topologies")
            .definedBy("io.pointstream.topologies..")
            .layer("sinks")
            .definedBy("io.pointstream.sinks..")
            .layer("dashboards")
            .definedBy("io.pointstream.dashboards..")
            .layer("app")
            .definedBy("io.pointstream.app..")
            .whereLayer("app")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("dashboards")
            .mayOnlyBeAccessedByLayers("app")
            .whereLayer("sinks")
            .mayOnlyBeAccessedByLayers("dashboards", "app")
            .whereLayer("topologies")
            .mayOnlyBeAccessedByLayers("app")
            .whereLayer("embedded")
            .mayOnlyBeAccessedByLayers("app")
            .whereLayer("engine")
            .mayOnlyBeAccessedByLayers("topologies", "app")
            .whereLayer("schemas")
            .mayOnlyBeAccessedByLayers("embedded", "topologies", "sinks", "dashboards", "app");

    @ArchTest
    static final ArchRule onlyTheDemoAndTheProofOfTheSinkStartServers = noClasses()
            .that()
            .resideInAPackage("io.pointstream..")
            .and()
            .resideOutsideOfPackages(
                    "io.pointstream.embedded..", "io.pointstream.app.demo..", "io.pointstream.app.prove.sink..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.pointstream.embedded..");

    @ArchTest
    static final ArchRule theEngineIsPure = noClasses()
            .that()
            .resideInAPackage("io.pointstream.engine..")
            .should()
            .dependOnClassesThat(resideInAnyPackage(
                    "org.apache.kafka..",
                    "org.apache.avro..",
                    "org.slf4j..",
                    "ch.qos..",
                    "java.util.logging..",
                    "java.nio.file..",
                    "java.nio.channels..",
                    "java.net..",
                    "java.sql..",
                    "java.util.concurrent.."))
            .because("it is (state, event, rule book) → (state, outcome), and a bug in it is reproduced from a seed");

    @ArchTest
    static final ArchRule theEngineReadsNoFilesAndPrintsNothing = noClasses()
            .that()
            .resideInAPackage("io.pointstream.engine..")
            .should()
            .dependOnClassesThat()
            .haveNameMatching("java\\.io\\.(File|Console|RandomAccess|Print).*");

    @ArchTest
    static final ArchRule theEngineHasNoClock = noClasses()
            .that()
            .resideInAPackage("io.pointstream.engine..")
            .should()
            .dependOnClassesThat()
            .areAssignableTo(java.time.Clock.class)
            .orShould()
            .callMethodWhere(asksForTheTime());

    @ArchTest
    static final ArchRule onlyTheCommandLinePrints = noClasses()
            .that()
            .resideOutsideOfPackages(
                    "io.pointstream.app..", "io.pointstream.benchmarks..", "io.pointstream.embedded.child..")
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err");

    private static DescribedPredicate<JavaMethodCall> asksForTheTime() {
        return DescribedPredicate.describe("asks the machine for the time", call -> {
            JavaClass owner = call.getTargetOwner();
            String method = call.getName();
            return (owner.getPackageName().equals("java.time") && method.equals("now"))
                    || (owner.isEquivalentTo(System.class)
                            && (method.equals("currentTimeMillis") || method.equals("nanoTime")));
        });
    }
}
