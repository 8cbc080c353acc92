package dev.ipam.spi;

import dev.ipam.spi.AuthorityState.Active;
import dev.ipam.spi.AuthorityState.Closing;
import dev.ipam.spi.AuthorityState.Following;
import dev.ipam.spi.AuthorityState.Loading;
import dev.ipam.spi.AuthorityState.Retired;
import dev.ipam.spi.AuthorityState.Shadow;
import dev.ipam.spi.AuthorityState.Unused;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The one text of each {@link AuthorityState}: words divided by single spaces. */
final class AuthorityText {
  private static final String NO_POSITION = "-";

  private AuthorityText() {}

  static String of(AuthorityState state) {
    String word = word(state);
    if (state instanceof Loading s) {
      return join(word, s.epoch(), escape(s.from().toString()), position(s.position()));
    }
    if (state instanceof Active s) {
      return join(word, s.epoch());
    }
    if (state instanceof Closing s) {
      return join(word, s.epoch(), escape(s.successor().toString()), s.deadline().toEpochMilli());
    }
    if (state instanceof Retired s) {
      return join(word, s.epoch(), escape(s.successor().toString()), position(s.position()));
    }
    if (state instanceof Shadow s) {
      return join(word, s.epoch(), escape(s.of().toString()), position(s.position()));
    }
    return word;
  }

  static String word(AuthorityState state) {
    if (state instanceof Loading) {
      return "loading";
    }
    if (state instanceof Active) {
      return "active";
    }
    if (state instanceof Closing) {
      return "closing";
    }
    if (state instanceof Retired) {
      return "retired";
    }
    return state instanceof Shadow ? "shadow" : "unused";
  }

  static @Nullable StoreRef other(AuthorityState state) {
    if (state instanceof Closing closing) {
      return closing.successor();
    }
    if (state instanceof Retired retired) {
      return retired.successor();
    }
    return state instanceof Following following ? following.leader() : null;
  }

  static AuthorityState parse(String text) {
    List<String> words = List.of(text.split(" ", -1));
    try {
      AuthorityState state = parse(words);
      if (of(state).equals(text)) {
        return state;
      }
    } catch (IllegalArgumentException | IndexOutOfBoundsException | DateTimeException e) {
      throw new IllegalArgumentException("no state of authority: \"" + text + '"', e);
    }
    throw new IllegalArgumentException("no state of authority: \"" + text + '"');
  }

  private static AuthorityState parse(List<String> words) {
    return switch (words.get(0)) {
      case "unused" -> new Unused();
      case "loading" -> new Loading(store(words), epoch(words), position(words));
      case "active" -> new Active(epoch(words));
      case "closing" ->
          new Closing(
              epoch(words), store(words), Instant.ofEpochMilli(Long.parseLong(words.get(3))));
      case "retired" -> new Retired(epoch(words), store(words), position(words));
      case "shadow" -> new Shadow(store(words), epoch(words), position(words));
      default -> throw new IllegalArgumentException(words.get(0));
    };
  }

  private static long epoch(List<String> words) {
    return Long.parseLong(words.get(1));
  }

  private static StoreRef store(List<String> words) {
    return StoreRef.parse(unescape(words.get(2)));
  }

  private static @Nullable String position(List<String> words) {
    String word = words.get(3);
    return word.equals(NO_POSITION) ? null : unescape(word.substring(1));
  }

  /** A sign before it tells an empty position, and one that is a dash, from none. */
  private static String position(@Nullable String position) {
    return position == null ? NO_POSITION : "@" + escape(position);
  }

  private static String join(Object... words) {
    StringBuilder text = new StringBuilder();
    for (Object word : words) {
      text.append(text.length() == 0 ? "" : " ").append(word);
    }
    return text.toString();
  }

  private static String escape(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("%2F", "/").replace("%3A", ":");
  }

  private static String unescape(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
