package dev.ipam.cli.text;

import dev.ipam.error.InvalidValueException;
import dev.ipam.net.AddressRange;
import dev.ipam.net.IpAddress;
import dev.ipam.request.AllocationPolicy;
import dev.ipam.request.GatewayChoice;
import dev.ipam.request.PoolsChoice;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Values as people write them, on the command line and in plans. */
public final class Texts {
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
    return shorten(text, 60).replaceAll("\\p{Cntrl}", "?");
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
