package dev.ipam.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import dev.ipam.conformance.model.Step;
import dev.ipam.conformance.steps.Generator;
import dev.ipam.conformance.steps.Trial;
import dev.ipam.net.Cidr;
import dev.ipam.request.AllocationRequest;
import dev.ipam.request.ReleaseRequest;
import dev.ipam.request.SubnetPoolRequest;
import dev.ipam.request.SubnetRequest;
import dev.ipam.spi.CheckProblem;
import dev.ipam.spi.CheckReport;
import dev.ipam.spi.Checkable;
import dev.ipam.testdb.Engine;
import dev.ipam.testdb.TestDatabase;
import dev.ipam.testdb.junit.ForEachDatabase;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

class StoreCheckTest {
  @ForEachDatabase({Engine.SQLITE, Engine.POSTGRESQL})
  void findsNothingWhereNothingIsWrong(Engine engine) {
    for (long seed = 1; seed <= 3; seed++) {
      try (Trial trial = new Trial(ReferenceUnderTest.on(engine), seed)) {
        Generator generator = new Generator(trial.model(), seed, Generator.Style.FREE);
        for (int i = 0; i < 120; i++) {
          Step step = generator.next(trial.world());
          assertThat(trial.take(step)).isNull();
        }
        List<CheckProblem> problems = new ArrayList<>();
        CheckReport report =
            trial.store().driver().extension(Checkable.class).orElseThrow().check(problems::add);
        assertThat(problems).isEmpty();
        assertThat(report.isSound()).isTrue();
        assertThat(report.records()).isPositive();
      }
    }
  }

  @ForEachDatabase({Engine.SQLITE, Engine.POSTGRESQL})
  void findsWhatSomebodyChanged(TestDatabase database) throws Exception {
    try (ReferenceDriver driver = Drivers.open(ReferenceUnderTest.settings(database))) {
      driver.createPool(SubnetPoolRequest.of("p", Cidr.parse("10.0.0.0/16")));
      driver.createSubnet(SubnetRequest.fromPool("f", "p", 24).withKey("made"));
      driver.createSubnet(SubnetRequest.of("s", "10.0.0.0/24").withRest(Duration.ofHours(1)));
      var held = driver.allocate(AllocationRequest.bulk("s", 5));
      driver.release(ReleaseRequest.of(held.get(2)));
      assertThat(problems(driver)).isEmpty();

      assertThat(after(database, driver, "UPDATE ipam_store SET token = 2"))
          .anyMatch(text -> text.contains("above the mark 2"));
      assertThat(after(database, driver, "UPDATE ipam_subnet SET cut_first = gateway"))
          .anyMatch(text -> text.contains("is allocated, and free"));
      assertThat(after(database, driver, "UPDATE ipam_subnet SET cut_from_pass = 7"))
          .singleElement(STRING)
          .contains("from 0 on in table ipam_free, from 7 on in its row");
      assertThat(after(database, driver, "DELETE FROM ipam_free"))
          .hasSize(3)
          .anyMatch(text -> text.contains("no run that ends at 10.0.0.254"));
      assertThat(after(database, driver, "UPDATE ipam_subnet SET held_in_pools = 9"))
          .anyMatch(text -> text.contains("its row says 9"));
      assertThat(after(database, driver, "UPDATE ipam_rest SET state = 0"))
          .anyMatch(text -> text.contains("not where its row says"));
      assertThat(after(database, driver, "DELETE FROM ipam_pool_free"))
          .anyMatch(text -> text.contains("subnet pool \"p\""));
      assertThat(after(database, driver, "UPDATE ipam_key SET subnet_number = 77"))
          .anyMatch(text -> text.contains("key \"made\""));
      assertThat(after(database, driver, "DELETE FROM ipam_subnet WHERE id = 's'"))
          .anyMatch(text -> text.contains("ipam_allocation"));
    }
  }

  private static List<String> after(TestDatabase database, ReferenceDriver driver, String change)
      throws Exception {
    List<String> before = problems(driver);
    try (Connection connection = database.witness();
        Statement statement = connection.createStatement()) {
      statement.executeUpdate(change);
    }
    List<String> now = problems(driver);
    now.removeAll(before);
    return now;
  }

  private static List<String> problems(ReferenceDriver driver) {
    List<String> problems = new ArrayList<>();
    driver.check(problem -> problems.add(problem.toString()));
    return problems;
  }
}
