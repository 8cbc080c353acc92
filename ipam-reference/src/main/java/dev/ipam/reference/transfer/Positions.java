package dev.ipam.reference.transfer;

/**
 * Positions among the changes of one store, as text that means nothing in any other.
 *
 * @param storeId the store's id
 */
public record Positions(String storeId) {
  private static final String NUMBER = "0|[1-9][0-9]{0,17}";

  /** The position behind a version. */
  public String text(long version) {
    return storeId + "/" + version;
  }

  /** The version behind which a position is; -1 for what is no position of this store. */
  public long version(String position) {
    String prefix = storeId + "/";
    String number = position.startsWith(prefix) ? position.substring(prefix.length()) : "";
    return number.matches(NUMBER) ? Long.parseLong(number) : -1;
  }
}
