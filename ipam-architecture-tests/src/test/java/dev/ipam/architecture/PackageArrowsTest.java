package dev.ipam.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/**
 * The arrows between the packages. A rule over a package without classes passes ({@code
 * archunit.properties}); {@link ModulesTest} sees to it that no source file escapes the rules.
 */
@AnalyzeClasses(packages = "dev.ipam", importOptions = DoNotIncludeTests.class)
class PackageArrowsTest {
  private static final String FACADE = "dev.ipam";
  private static final String ERROR = "dev.ipam.error..";
  private static final String FILE = "dev.ipam.file..";
  private static final String NET = "dev.ipam.net..";
  private static final String REQUEST = "dev.ipam.request..";
  private static final String SNAPSHOT = "dev.ipam.snapshot..";
  private static final String SPI = "dev.ipam.spi..";
  private static final String JOINT = "dev.ipam.joint..";
  private static final String MIGRATE = "dev.ipam.migrate..";
  private static final String RECORD = "dev.ipam.record..";
  private static final String UNIT = "dev.ipam.unit..";
  private static final String RECONCILE = "dev.ipam.reconcile..";
  private static final String FIT = "dev.ipam.fit..";
  private static final String BUILTIN = "dev.ipam.builtin..";
  private static final String REFERENCE = "dev.ipam.reference..";
  private static final String CONFORMANCE = "dev.ipam.conformance..";
  private static final String MODEL = "dev.ipam.conformance.model..";
  private static final String MIGRATION = "dev.ipam.migration..";
  private static final String TEST_DATABASES = "dev.ipam.testdb..";
  private static final String MEASURE = "dev.ipam.measure..";
  private static final String BENCHMARKS = "dev.ipam.bench..";
  private static final String MEMORY_BENCHMARKS = "dev.ipam.bench.memory..";

  @ArchTest static final ArchRule errorsKnowNothingElseOfOurs = knowsOfOursOnly(ERROR);

  @ArchTest static final ArchRule filesKnowOnlyErrors = knowsOfOursOnly(FILE, ERROR);

  @ArchTest static final ArchRule valuesKnowOnlyErrors = knowsOfOursOnly(NET, ERROR);

  @ArchTest
  static final ArchRule requestsKnowValuesAndErrors = knowsOfOursOnly(REQUEST, NET, ERROR);

  @ArchTest
  static final ArchRule snapshotsKnowRequestsValuesAndErrors =
      knowsOfOursOnly(SNAPSHOT, REQUEST, NET, ERROR);

  @ArchTest
  static final ArchRule spiDoesNotKnowTheFacade =
      knowsOfOursOnly(SPI, SNAPSHOT, REQUEST, NET, ERROR);

  @ArchTest
  static final ArchRule jointAllocationDoesNotKnowTheFacade =
      knowsOfOursOnly(JOINT, SPI, REQUEST, NET, FILE, ERROR);

  @ArchTest
  static final ArchRule recordsDoNotKnowTheFacade =
      knowsOfOursOnly(RECORD, SPI, SNAPSHOT, REQUEST, NET, FILE, ERROR);

  @ArchTest
  static final ArchRule migrateDoesNotKnowTheFacade = knowsOfOursOnly(MIGRATE, SPI, ERROR);

  @ArchTest
  static final ArchRule facadeKnowsOnlyItsModule =
      knowsOfOursOnly(FACADE, JOINT, RECORD, MIGRATE, SPI, SNAPSHOT, REQUEST, NET, ERROR);

  @ArchTest
  static final ArchRule unitsOfWorkAreBuiltOnTheFacade =
      knowsOfOursOnly(UNIT, FACADE, JOINT, SPI, REQUEST, NET, ERROR);

  @ArchTest
  static final ArchRule reconciliationIsBuiltOnTheFacade =
      knowsOfOursOnly(RECONCILE, FACADE, SPI, REQUEST, NET, ERROR);

  @ArchTest
  static final ArchRule fitIsBuiltOnTheFacade =
      knowsOfOursOnly(FIT, FACADE, SPI, REQUEST, NET, ERROR);

  @ArchTest
  static final ArchRule builtinSeesOnlyTheApi =
      knowsOfOursOnly(BUILTIN, FACADE, SPI, SNAPSHOT, REQUEST, NET, FILE, ERROR);

  @ArchTest
  static final ArchRule referenceSeesOnlyTheApi =
      knowsOfOursOnly(REFERENCE, FACADE, SPI, SNAPSHOT, REQUEST, NET, FILE, ERROR);

  @ArchTest
  static final ArchRule conformanceSeesOnlyTheApi =
      knowsOfOursOnly(CONFORMANCE, FACADE, SPI, SNAPSHOT, REQUEST, NET, ERROR);

  /** The model shares no code with what it judges, or a fault in it would agree with itself. */
  @ArchTest static final ArchRule theModelKnowsNothingElseOfOurs = knowsOfOursOnly(MODEL);

  @ArchTest
  static final ArchRule theModelUsesPlainJava =
      noClasses()
          .that(resideInAPackage(MODEL))
          .should()
          .dependOnClassesThat(
              resideOutsideOfPackages(
                  MODEL,
                  "java.lang..",
                  "java.util..",
                  "java.math..",
                  "java.time..",
                  "org.jspecify.."))
          .because("the model must be seen to be right");

  @ArchTest
  static final ArchRule theKitsPackagesDoNotRunInCircles =
      slices().assignedFrom(new PackagesBelow("dev.ipam.conformance")).should().beFreeOfCycles();

  @ArchTest
  static final ArchRule migrationSeesOnlyTheApi =
      knowsOfOursOnly(MIGRATION, FACADE, MIGRATE, SPI, SNAPSHOT, REQUEST, NET, FILE, ERROR);

  @ArchTest
  static final ArchRule nothingDependsOnADriver =
      noClasses()
          .that(resideOutsideOfPackages(BUILTIN, REFERENCE, MEMORY_BENCHMARKS))
          .should()
          .dependOnClassesThat(resideInAnyPackage(BUILTIN, REFERENCE))
          .because("a driver is found at run time, by its name");

  @ArchTest static final ArchRule measuringKnowsNothingElseOfOurs = knowsOfOursOnly(MEASURE);

  @ArchTest
  static final ArchRule nothingDependsOnTheBenchmarks =
      noClasses()
          .that(resideOutsideOfPackages(BENCHMARKS))
          .should()
          .dependOnClassesThat(resideInAPackage(BENCHMARKS));

  @ArchTest
  static final ArchRule onlyBenchmarksKnowJmh =
      noClasses()
          .that(resideOutsideOfPackages(MEMORY_BENCHMARKS))
          .should()
          .dependOnClassesThat(resideInAPackage("org.openjdk.jmh.."))
          .because("its licence must not reach what is published");

  @ArchTest
  static final ArchRule testDatabasesKnowNothingElseOfOurs = knowsOfOursOnly(TEST_DATABASES);

  @ArchTest
  static final ArchRule onlyTestsAndBenchmarksKnowTheTestDatabases =
      noClasses()
          .that(resideOutsideOfPackages(TEST_DATABASES, BENCHMARKS))
          .should()
          .dependOnClassesThat(resideInAPackage(TEST_DATABASES));

  @ArchTest
  static final ArchRule noLoggingBackEnd =
      noClasses()
          .that(resideOutsideOfPackages("dev.ipam.cli.."))
          .should()
          .dependOnClassesThat(resideInAPackage("ch.qos.logback.."))
          .because("a library logs through SLF4J and leaves the rest to the program");

  @ArchTest
  static final ArchRule noGuavaInPublicSignatures =
      classes()
          .that(resideInAPackage("dev.ipam.."))
          .should(new KeepOutOfPublicSignatures("com.google.common.."))
          .because("callers must be free to use any version of Guava, or none");

  private static ArchRule knowsOfOursOnly(String subject, String... others) {
    String[] allowed = new String[others.length + 1];
    allowed[0] = subject;
    System.arraycopy(others, 0, allowed, 1, others.length);
    return noClasses()
        .that(resideInAPackage(subject))
        .should()
        .dependOnClassesThat(resideInAPackage("dev.ipam..").and(resideOutsideOfPackages(allowed)));
  }
}
