package io.millrace;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Who may see whom within the engine. Modules among each other are the build's to hold apart. */
@AnalyzeClasses(packages = "io.millrace", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule noOneSeesADevice =
      noClasses()
          .that()
          .resideOutsideOfPackages("io.millrace.kernels.cpu..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.millrace.kernels.cpu..", "io.millrace.cuda..", "jcuda..");

  @ArchTest
  static final ArchRule kernelsDoNotSeeTheEngine =
      noClasses()
          .that()
          .resideInAPackage("io.millrace.kernels..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.millrace",
              "io.millrace.expr..",
              "io.millrace.plan..",
              "io.millrace.operator..",
              "io.millrace.loop..",
              "io.millrace.source..",
              "io.millrace.sink..");

  @ArchTest
  static final ArchRule expressionsKnowOnlyKernels =
      classes()
          .that()
          .resideInAPackage("io.millrace.expr..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "io.millrace.expr..",
              "io.millrace.error..",
              "io.millrace.kernels..",
              "java..",
              "org.apache.arrow.vector.types..");

  @ArchTest
  static final ArchRule thePlanDoesNotRun =
      noClasses()
          .that()
          .resideInAPackage("io.millrace.plan..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.millrace.operator..", "io.millrace.loop..");

  @ArchTest
  static final ArchRule operatorsKnowNeitherClockNorThreads =
      noClasses()
          .that()
          .resideInAPackage("io.millrace.operator..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.millrace.loop..", "io.millrace.time..")
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(Thread.class);

  @ArchTest
  static final ArchRule theEngineRunsAnySourceAndSink =
      noClasses()
          .that()
          .resideInAnyPackage("io.millrace.plan..", "io.millrace.operator..", "io.millrace.loop..")
          .should()
          .dependOnClassesThat(
              com.tngtech.archunit.base.DescribedPredicate.describe(
                  "are a certain source or sink",
                  type ->
                      (type.isAssignableTo(io.millrace.source.Source.class)
                              && !type.isEquivalentTo(io.millrace.source.Source.class))
                          || (type.isAssignableTo(io.millrace.sink.Sink.class)
                              && !type.isEquivalentTo(io.millrace.sink.Sink.class))));

  @ArchTest
  static final ArchRule layersDependDownwards =
      layeredArchitecture()
          .consideringOnlyDependenciesInAnyPackage("io.millrace..")
          .layer("loop")
          .definedBy("io.millrace.loop..")
          .layer("operator")
          .definedBy("io.millrace.operator..")
          .layer("metrics")
          .definedBy("io.millrace.metrics..")
          .layer("api")
          .definedBy("io.millrace")
          .whereLayer("loop")
          .mayOnlyBeAccessedByLayers("api")
          .whereLayer("operator")
          .mayOnlyBeAccessedByLayers("loop", "api")
          .whereLayer("metrics")
          .mayOnlyBeAccessedByLayers("operator", "loop", "api");

  @ArchTest
  static final ArchRule packagesFormNoCycles =
      slices().matching("io.millrace.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule librariesDoNotEndTheProcess =
      noClasses().should().callMethod(System.class, "exit", int.class);

  @ArchTest
  static final ArchRule onlyTheContextAndItsBuilderKnowStandardOutput =
      noClasses()
          .that()
          .doNotBelongToAnyOf(StreamingContext.class, ContextBuilder.class)
          .should()
          .accessField(System.class, "out");
}
