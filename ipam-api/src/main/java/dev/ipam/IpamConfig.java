package dev.ipam;

import dev.ipam.error.ConfigurationException;
import dev.ipam.spi.Setting;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The configuration: keys and values from a file, the environment, and settings made in code or on
 * a command line, the later ones overriding the earlier ones.
 *
 * <p>{@code ipam_driver} chooses the driver ({@code builtin} where it is not set); the keys below
 * {@code ipam.} are listed in docs/configuration.md. A file's keys that begin with neither {@code
 * ipam.} nor {@code ipam_} are ignored, so that a service may keep ours in a file with its own, and
 * so are variables that no setting names. Immutable.
 *
 * @since 0.1
 */
public final class IpamConfig {
  private static final int MAX_FILE_BYTES = 1 << 20;
  private static final int MAX_KEYS = 10_000;
  private static final int MAX_VALUE = 8_192;

  private static final IpamConfig EMPTY = new IpamConfig(List.of());

  /** Later layers override earlier ones. */
  private final List<Layer> layers;

  private record Layer(Map<String, String> values, boolean environment) {}

  private IpamConfig(List<Layer> layers) {
    this.layers = layers;
  }

  /**
   * Returns the configuration in which every key has its default.
   *
   * @return the configuration
   */
  public static IpamConfig empty() {
    return EMPTY;
  }

  /**
   * Reads a file in the format of {@link Properties}, in UTF-8, of at most 1 MiB.
   *
   * @param file the file
   * @return the configuration
   * @throws ConfigurationException if the file is missing, unreadable, too large or malformed
   */
  public static IpamConfig load(Path file) {
    PropertiesOnce properties = new PropertiesOnce();
    try {
      if (Files.isDirectory(file)) {
        throw unreadable(file, "it is a directory; name a properties file");
      }
      byte[] bytes = beginning(file);
      if (bytes.length > MAX_FILE_BYTES) {
        throw unreadable(file, "it is larger than 1 MiB; is it the right file?");
      }
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      properties.load(new StringReader(text.startsWith("\uFEFF") ? text.substring(1) : text));
    } catch (NoSuchFileException e) {
      throw unreadable(file, "there is no such file; check the path");
    } catch (AccessDeniedException e) {
      throw unreadable(file, "access is denied; check its permissions");
    } catch (CharacterCodingException e) {
      throw unreadable(file, "it is not UTF-8 text");
    } catch (IllegalArgumentException e) {
      throw unreadable(file, "it holds a malformed \\u escape; write the character itself");
    } catch (IOException e) {
      throw unreadable(file, "the system says: " + e.getMessage());
    }
    if (properties.size() > MAX_KEYS) {
      throw unreadable(file, "it holds more than " + MAX_KEYS + " keys; is it the right file?");
    }
    Map<String, String> read = new HashMap<>();
    for (String key : properties.stringPropertyNames()) {
      if (key.startsWith("ipam.") || key.startsWith("ipam_")) {
        if (properties.repeated.contains(key)) {
          throw new ConfigurationException(key, "it stands in " + file + " twice; keep one");
        }
        read.put(key, checked(key, properties.getProperty(key).strip()));
      }
    }
    return EMPTY.plus(new Layer(Map.copyOf(read), false));
  }

  /** Of a device or a pipe no size is told, and it may never end. */
  private static byte[] beginning(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(MAX_FILE_BYTES + 1);
    }
  }

  private static ConfigurationException unreadable(Path file, String why) {
    return ConfigurationException.ofFile(file.toString(), why);
  }

  /** Notes the keys that come again, of which the last one would win in silence. */
  private static final class PropertiesOnce extends Properties {
    private static final long serialVersionUID = 1L;

    private final transient Set<Object> repeated = new HashSet<>();

    @Override
    public synchronized @Nullable Object put(Object key, Object value) {
      Object before = super.put(key, value);
      if (before != null) {
        repeated.add(key);
      }
      return before;
    }
  }

  /**
   * Returns this configuration with one more value.
   *
   * @param key the key
   * @param value the value
   * @return the new configuration
   */
  public IpamConfig with(String key, String value) {
    return plus(new Layer(Map.of(key, checked(key, value)), false));
  }

  /**
   * Returns this configuration with environment variables: those that a setting names override the
   * values that are there now, and values that are added afterwards override them.
   *
   * @param variables the variables, usually {@link System#getenv()}
   * @return the new configuration
   */
  public IpamConfig withEnvironment(Map<String, String> variables) {
    Map<String, String> ours = new HashMap<>();
    variables.forEach(
        (name, value) -> {
          if (name.startsWith("IPAM_")) {
            ours.put(name, value);
          }
        });
    return plus(new Layer(Map.copyOf(ours), true));
  }

  private IpamConfig plus(Layer layer) {
    List<Layer> more = new ArrayList<>(layers);
    more.add(layer);
    return new IpamConfig(List.copyOf(more));
  }

  /**
   * Returns the value that counts for a setting.
   *
   * @param setting the setting
   * @return the value that was set last, else the default, else nothing
   */
  public Optional<String> value(Setting setting) {
    for (int i = layers.size() - 1; i >= 0; i--) {
      Layer layer = layers.get(i);
      String name = layer.environment() ? setting.environment() : setting.key();
      String value = name == null ? null : layer.values().get(name);
      if (name != null && value != null) {
        return Optional.of(checked(name, value));
      }
    }
    return Optional.ofNullable(setting.defaultValue());
  }

  /**
   * Returns the name of the driver that is chosen.
   *
   * @return the value of {@code ipam_driver}, by default {@code builtin}
   */
  public String driver() {
    return value(CoreSettings.DRIVER).orElseThrow();
  }

  /** Returns every key that was set other than by the environment. */
  SortedSet<String> keys() {
    SortedSet<String> keys = new TreeSet<>();
    layers.stream().filter(l -> !l.environment()).forEach(l -> keys.addAll(l.values().keySet()));
    return keys;
  }

  private static String checked(String key, String value) {
    if (value.length() > MAX_VALUE) {
      throw new ConfigurationException(key, "its value has more than " + MAX_VALUE + " characters");
    }
    return value;
  }

  /** Leaves out the values, which may be secret. */
  @Override
  public String toString() {
    return "IpamConfig" + keys();
  }
}
