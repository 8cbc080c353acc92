package dev.ipam.builtin.store;

/** Where what was committed last is shown. Safe for use by any number of threads. */
final class MemoryHome {
  private volatile MemoryContent shown = new MemoryContent();

  MemoryContent shown() {
    return shown;
  }

  /** Shows a content, which nobody changes any more. */
  void show(MemoryContent content) {
    shown = content;
  }
}
