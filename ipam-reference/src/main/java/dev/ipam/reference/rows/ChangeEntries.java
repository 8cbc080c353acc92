package dev.ipam.reference.rows;

import dev.ipam.net.IpAddress;
import dev.ipam.reference.db.RowWrite;
import dev.ipam.reference.db.RowWrite.ColumnType;
import dev.ipam.reference.db.Sql;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one transaction changed, in order, as the bytes of {@code ipam_change}: mostly names of what
 * is to be looked up when somebody asks. An entry never spans two rows.
 */
public final class ChangeEntries {
  /** A subnet's number and id, for the entries that follow. */
  public static final int NAME = 0;

  /** A subnet came or changed. */
  public static final int SUBNET = 1;

  /** A subnet was removed. */
  public static final int SUBNET_REMOVED = 2;

  /** A subnet pool came, changed or went. */
  public static final int POOL = 3;

  /** An address scope came or went. */
  public static final int SCOPE = 4;

  /** A key was bound or came free. */
  public static final int KEY = 5;

  /** An address was allocated, handed on or released. */
  public static final int ADDRESS = 6;

  /** A pass has come to an address. */
  public static final int PASS_MOVED = 7;

  /** A new pass began. */
  public static final int PASS_STARTED = 8;

  /** An address was spent. */
  public static final int SPENT = 9;

  private static final RowWrite INSERT =
      new RowWrite.Table("ipam_change")
          .values(ColumnType.NUMBER, "millis", "writer")
          .values(ColumnType.BYTES, "entries")
          .key(ColumnType.NUMBER, "version")
          .key(ColumnType.SMALL, "chunk")
          .insert();

  private final int rowBytes;
  private final List<byte[]> full = new ArrayList<>();
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final DataOutputStream out = new DataOutputStream(bytes);

  /**
   * Makes an empty list.
   *
   * @param rowBytes how many bytes a row has at most, about: an entry that is begun is finished
   */
  public ChangeEntries(int rowBytes) {
    this.rowBytes = rowBytes;
  }

  /** Whether there is nothing to be told. */
  public boolean isEmpty() {
    return full.isEmpty() && bytes.size() == 0;
  }

  /** Names the subnet of a number. */
  public void name(long number, String id) {
    try {
      out.writeByte(NAME);
      out.writeLong(number);
      out.writeUTF(id);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    cut();
  }

  /** Adds an entry that names something by its id. */
  public void add(int kind, String id) {
    try {
      out.writeByte(kind);
      out.writeUTF(id);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    cut();
  }

  /** Adds an entry of a subnet. */
  public void add(int kind, long number, @Nullable IpAddress address) {
    try {
      out.writeByte(kind);
      out.writeLong(number);
      byte[] text = address == null ? new byte[0] : address.toBytes();
      out.writeByte(text.length);
      out.write(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    cut();
  }

  private void cut() {
    if (bytes.size() >= rowBytes) {
      full.add(bytes.toByteArray());
      bytes.reset();
    }
  }

  /**
   * Writes the rows of a version; they wait, as {@link Sql} says.
   *
   * @param writer the number of the connection that writes
   */
  public void insert(Sql sql, long version, long millis, long writer) {
    List<byte[]> all = new ArrayList<>(full);
    if (bytes.size() > 0) {
      all.add(bytes.toByteArray());
    }
    List<@Nullable Object[]> rows = new ArrayList<>(all.size());
    for (int chunk = 0; chunk < all.size(); chunk++) {
      rows.add(new @Nullable Object[] {millis, writer, all.get(chunk), version, chunk});
    }
    sql.write(INSERT, rows);
  }
}
