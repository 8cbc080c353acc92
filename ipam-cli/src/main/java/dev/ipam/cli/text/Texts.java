package dev.ipam.cli.text;

import dev.ipam.error.InvalidValueException;
import dev.ipam.error.Printable;
import dev.ipam.net.AddressRange;
import dev.ipam.net.IpAddress;
import dev.ipam.net.IpFamily;
import dev.ipam.request.AllocationPolicy;
import dev.ipam.request.GatewayChoice;
import dev.ipam.request.PoolsChoice;
import dev.ipam.request.ScopeChoice;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Values as people write them, on the command line and in plans. */
public final class Texts {
  private static final Pattern QUOTA = Pattern.compile("\\d{1,39}");
  private static final Pattern PREFIX_LENGTH = Pattern.compile("/?\\d{1,3}");
  private static final Pattern SIMPLE_DURATION = Pattern.compile("(\\d{1,12})(ms|s|m|h|d)");

  private Texts() {}

  /**
   * Reads a gateway: {@code auto}, {@code none}, or an address.
   *
   * @param text the text
   * @return the choice
   * @throws InvalidValueException if it is none of these
   */
  public static GatewayChoice gateway(String text) {
    return switch (text) {
      case "auto" -> GatewayChoice.AUTOMATIC;
      case "none" -> GatewayChoice.NONE;
      default -> GatewayChoice.of(IpAddress.parse(text));
    };
  }

  /**
   * Reads allocation pools: ranges, or one of the words {@code generated} and {@code none}.
   *
   * @param texts the texts, at least one
   * @return the choice
   * @throws InvalidValueException if one of them is neither
   */
  public static PoolsChoice pools(List<String> texts) {
    if (texts.equals(List.of("generated"))) {
      return PoolsChoice.GENERATED;
    }
    if (texts.equals(List.of("none"))) {
      return PoolsChoice.of(List.of());
    }
    return PoolsChoice.of(texts.stream().map(AddressRange::parse).toList());
  }

  /**
   * Reads an allocation policy.
   *
   * @param text its name in lower case
   * @return the policy
   * @throws InvalidValueException if there is none of this name
   */
  public static AllocationPolicy policy(String text) {
    for (AllocationPolicy policy : AllocationPolicy.values()) {
      if (policy.name().toLowerCase(Locale.ROOT).equals(text)) {
        return policy;
      }
    }
    throw refuse(
        "InvalidPolicy", text, "is not an allocation policy: write sequential, lowest or random");
  }

  /**
   * Reads a duration: a number with ms, s, m, h or d, or the form of ISO 8601.
   *
   * @param text the text
   * @return the duration
   * @throws InvalidValueException if it is neither
   */
  public static Duration duration(String text) {
    Matcher simple = SIMPLE_DURATION.matcher(text);
    try {
      if (!simple.matches()) {
        return Duration.parse(text);
      }
      long number = Long.parseLong(simple.group(1));
      return switch (simple.group(2)) {
        case "ms" -> Duration.ofMillis(number);
        case "s" -> Duration.ofSeconds(number);
        case "m" -> Duration.ofMinutes(number);
        case "h" -> Duration.ofHours(number);
        default -> Duration.ofDays(number);
      };
    } catch (DateTimeException | ArithmeticException e) {
      throw refuse(
          "InvalidDuration", text, "is not a duration: write 500ms, 30s, 15m, 24h, 7d or PT24H");
    }
  }

  /**
   * Reads a truth value.
   *
   * @param text {@code true} or {@code false}
   * @return which of them
   * @throws InvalidValueException if it is neither
   */
  public static boolean flag(String text) {
    if (!text.equals("true") && !text.equals("false")) {
      throw refuse("InvalidFlag", text, "is neither true nor false");
    }
    return text.equals("true");
  }

  /**
   * Reads an address family.
   *
   * @param text {@code ipv4} or {@code ipv6}
   * @return the family
   * @throws InvalidValueException if it is neither
   */
  public static IpFamily family(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "ipv4" -> IpFamily.IPV4;
      case "ipv6" -> IpFamily.IPV6;
      default ->
          throw refuse("InvalidFamily", text, "is not an address family: write ipv4 or ipv6");
    };
  }

  /**
   * Reads a quota.
   *
   * @param text a whole number of units, 0 for no limit
   * @return the quota
   * @throws InvalidValueException if it is none
   */
  public static BigInteger quota(String text) {
    if (!QUOTA.matcher(text).matches()) {
      throw refuse(
          "InvalidQuota", text, "is not a quota: write a whole number of units, or 0 for no limit");
    }
    return new BigInteger(text);
  }

  /**
   * Reads a prefix length; which ones fit is for the pool to say.
   *
   * @param text a number, with or without a slash before it
   * @return the length
   * @throws InvalidValueException if it is none
   */
  public static int prefixLength(String text) {
    if (!PREFIX_LENGTH.matcher(text).matches()) {
      throw refuse("InvalidPrefixLength", text, "is not a prefix length: write 0 to 128");
    }
    return Integer.parseInt(text.startsWith("/") ? text.substring(1) : text);
  }

  /**
   * Reads the address scope of an update.
   *
   * @param id the scope, or {@code null} for none
   * @return the choice
   * @throws InvalidValueException if it is no id
   */
  public static ScopeChoice scope(@Nullable String id) {
    return id == null ? ScopeChoice.NONE : ScopeChoice.of(id);
  }

  private static InvalidValueException refuse(String code, String text, String why) {
    String shown = quotable(text);
    return new InvalidValueException(code, "\"" + shown + "\" " + why + ".", shown);
  }

  /**
   * Shortens a text of unknown origin to what a message can quote.
   *
   * @param text the text
   * @return at most sixty characters and a mark where more were left out
   */
  public static String quotable(String text) {
    return Printable.text(shorten(text, 60));
  }

  /**
   * Shortens a text.
   *
   * @param text the text
   * @param length how many characters to keep
   * @return the text, with a mark where more was left out
   */
  public static String shorten(String text, int length) {
    return text.length() <= length ? text : text.substring(0, length) + "…";
  }
}
