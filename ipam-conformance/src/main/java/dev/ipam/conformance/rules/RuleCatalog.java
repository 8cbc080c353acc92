package dev.ipam.conformance.rules;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The tests of all rules.
 *
 * @since 0.1
 */
public final class RuleCatalog {
  /** One line a class, in the order of the contract. A build check finds a class left out. */
  private static final List<Class<?>> CLASSES =
      List.of(
          IdentifierRules.class,
          SubnetRules.class,
          GatewayRules.class,
          PoolRules.class,
          UpdateRules.class,
          AnyRules.class,
          SequentialRules.class,
          PolicyRules.class,
          SpecificRules.class,
          AutomaticRules.class,
          BulkRules.class,
          ReleaseRules.class,
          AllocationRules.class,
          TokenRules.class,
          KeyRules.class,
          LookUpRules.class,
          StreamRules.class,
          UsageRules.class,
          RestRules.class,
          ClockRules.class,
          TogetherRules.class,
          TransferRules.class,
          GroupRules.class,
          SubnetPoolRules.class,
          PoolSpaceRules.class,
          QuotaRules.class,
          ScopeRules.class,
          StoreRules.class,
          DamageRules.class,
          FailureRules.class,
          InterruptRules.class,
          OutageRules.class,
          TransactionRules.class,
          AuthorityRules.class,
          ClosingRules.class,
          ExportRules.class,
          ImportRules.class,
          ChangeRules.class);

  private static final List<RuleCase> CASES = cases();

  private RuleCatalog() {}

  /**
   * Returns the rules that have a test.
   *
   * @return their numbers, each once
   */
  public static List<String> rules() {
    return CASES.stream().map(RuleCase::rule).distinct().toList();
  }

  static List<Class<?>> classes() {
    return CLASSES;
  }

  static List<RuleCase> casesOf(String rule) {
    return CASES.stream().filter(each -> each.rule().equals(rule)).toList();
  }

  private static List<RuleCase> cases() {
    List<RuleCase> cases = new ArrayList<>();
    for (Class<?> type : CLASSES) {
      for (Method method : type.getDeclaredMethods()) {
        RuleTest test = method.getAnnotation(RuleTest.class);
        if (test != null) {
          cases.add(new RuleCase(test.value(), method, List.of(test.check())));
        }
      }
    }
    // Reflection has no order of its own; names keep runs of one seed alike.
    cases.sort(Comparator.comparing(RuleCase::rule).thenComparing(RuleCase::name));
    return List.copyOf(cases);
  }
}
