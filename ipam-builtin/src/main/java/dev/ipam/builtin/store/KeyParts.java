package dev.ipam.builtin.store;

import dev.ipam.builtin.store.KeyRecord.Part;
import java.util.ArrayList;
import java.util.List;

/**
 * Divides what is held under a key among the requests that it was given to, in order. Where part of
 * it was released nobody knows, or needs to, which request that was of.
 */
public final class KeyParts {
  private static final long NOBODY = 0;

  private final List<Integer> counts;
  private final List<Part> done = new ArrayList<>();
  private long number = NOBODY;
  private String subnetId = "";
  private int held;

  /**
   * Makes one that has seen no address.
   *
   * @param counts how many addresses each request was given
   */
  public KeyParts(List<Integer> counts) {
    this.counts = counts;
  }

  /**
   * Adds an address of a subnet.
   *
   * @param of the subnet's number
   * @param id the subnet's id
   * @return false where there is no request that it can be of
   */
  public boolean add(long of, String id) {
    while (done.size() < counts.size()) {
      boolean same = held == 0 || number == of;
      if (same && held < counts.get(done.size())) {
        number = of;
        subnetId = id;
        held++;
        return true;
      }
      endPart();
    }
    return false;
  }

  private void endPart() {
    int count = counts.get(done.size());
    done.add(new Part(number, subnetId, count, count - held));
    number = NOBODY;
    subnetId = "";
    held = 0;
  }

  /**
   * Returns what each request holds, when all addresses have been added.
   *
   * @return the parts
   */
  public List<Part> parts() {
    while (done.size() < counts.size()) {
      endPart();
    }
    return done;
  }
}
