package dev.ipam.conformance.mutants;

import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.ToolProvider;

/** Loads the product and the kit a second time, with one class compiled from a changed source. */
final class SeededLoader extends URLClassLoader {
  private static final Path SOURCES =
      Path.of("..", "ipam-api", "src", "main", "java", "dev", "ipam");
  private static final String CLASS_PATH = System.getProperty("java.class.path");

  private SeededLoader(URL... urls) {
    super(urls, SeededLoader.class.getClassLoader());
  }

  static SeededLoader of(SharedFault fault, Path directory) throws IOException {
    String source = Files.readString(SOURCES.resolve(fault.source()), StandardCharsets.UTF_8);
    int at = source.indexOf(fault.right());
    if (at < 0 || source.indexOf(fault.right(), at + 1) >= 0) {
      throw new IllegalStateException(
          fault.source() + " does not have once: " + fault.right() + "; seed the fault elsewhere");
    }
    Path changed = directory.resolve(Path.of(fault.source()).getFileName());
    Files.writeString(
        changed, source.replace(fault.right(), fault.wrong()), StandardCharsets.UTF_8);
    int failed =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-nowarn",
                "-proc:none",
                "-classpath",
                CLASS_PATH,
                "-d",
                directory.toString(),
                changed.toString());
    if (failed != 0) {
      throw new IllegalStateException(fault + " does not compile");
    }
    List<URL> urls = new ArrayList<>(List.of(directory.toUri().toURL()));
    for (String entry : CLASS_PATH.split(File.pathSeparator, -1)) {
      urls.add(url(entry));
    }
    return new SeededLoader(urls.toArray(URL[]::new));
  }

  private static URL url(String entry) throws MalformedURLException {
    return Path.of(entry).toUri().toURL();
  }

  /** What is ours is loaded anew; the rest is shared. */
  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    synchronized (getClassLoadingLock(name)) {
      if (!name.startsWith("dev.ipam.")) {
        return super.loadClass(name, resolve);
      }
      Class<?> loaded = findLoadedClass(name);
      return loaded != null ? loaded : findClass(name);
    }
  }
}
