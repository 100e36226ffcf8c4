package io.millrace.ipc.format;

import java.util.ArrayList;
import java.util.List;

/**
 * The table of contents at the end of a file.
 *
 * @param dictionaries blocks with dictionary values, in the order in which they apply
 * @param batches blocks with rows
 */
public record Footer(IpcSchema schema, List<Block> dictionaries, List<Block> batches) {
  private static final int VERSION = 0;
  private static final int SCHEMA = 1;
  private static final int DICTIONARIES = 2;
  private static final int BATCHES = 3;
  private static final int BLOCK_BYTES = 24;

  public Footer {
    dictionaries = List.copyOf(dictionaries);
    batches = List.copyOf(batches);
  }

  /**
   * Parses a footer and checks that its blocks lie within the file's messages and apart from each
   * other.
   *
   * @param bytes a copy of the footer
   * @param at where in the file it begins
   */
  public static Footer parse(byte[] bytes, long at, Origin origin, IpcLimits limits) {
    FlatTable table = new FlatBytes(bytes, at, origin).root();
    MessageParser.requireVersion(table, table.getShort(VERSION, 0));
    IpcSchema schema = SchemaParser.parse(table.requireTable(SCHEMA, "schema"), limits);
    List<Block> dictionaries = blocks(table, DICTIONARIES, at, limits);
    List<Block> batches = blocks(table, BATCHES, at, limits);
    requireApart(table, dictionaries, batches);
    return new Footer(schema, dictionaries, batches);
  }

  private static List<Block> blocks(FlatTable table, int field, long end, IpcLimits limits) {
    FlatVector entries = table.getStructs(field, BLOCK_BYTES);
    List<Block> blocks = new ArrayList<>(entries.size());
    for (int i = 0; i < entries.size(); i++) {
      Block block = new Block(entries.getLong(i, 0), entries.getInt(i, 8), entries.getLong(i, 16));
      requireInside(table, block, end, limits);
      blocks.add(block);
    }
    return blocks;
  }

  private static void requireInside(FlatTable table, Block block, long end, IpcLimits limits) {
    boolean metadata =
        block.metadataBytes() > Framing.PREFIX
            && block.metadataBytes() % Framing.REQUIRED_ALIGNMENT == 0
            && block.metadataBytes() - Framing.PREFIX <= limits.metadataBytes();
    boolean place =
        block.offset() >= Framing.FIRST_MESSAGE
            && block.offset() % Framing.REQUIRED_ALIGNMENT == 0
            && block.offset() <= end - block.metadataBytes();
    boolean body = block.bodyBytes() >= 0 && place && block.bodyBytes() <= end - block.body();
    if (!metadata || !body) {
      throw table.wrong(
          "A block must lie between the magic and the footer, on a multiple of 8",
          "block=" + block + ", footer=" + end + ", limit of metadata=" + limits.metadataBytes());
    }
  }

  private static void requireApart(FlatTable table, List<Block> dictionaries, List<Block> batches) {
    List<Block> all = new ArrayList<>(dictionaries);
    all.addAll(batches);
    all.sort((a, b) -> Long.compare(a.offset(), b.offset()));
    for (int i = 1; i < all.size(); i++) {
      if (all.get(i).offset() < all.get(i - 1).end()) {
        throw table.wrong(
            "Blocks must not overlap", "blocks=" + all.get(i - 1) + " and " + all.get(i));
      }
    }
  }
}
