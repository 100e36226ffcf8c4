package io.millrace.cuda.group;

import io.millrace.cuda.device.CudaDevice;
import io.millrace.cuda.launch.KernelFile;
import io.millrace.cuda.vec.DeviceBytes;
import io.millrace.cuda.vec.DeviceVec;
import io.millrace.kernels.types.DataType;
import java.util.List;

/**
 * {@code MIN} and {@code MAX} of text and binary, by unsigned bytes. The best of what texts begin
 * with is found first, as for words; only rows that begin with it are compared as a whole.
 */
final class TextExtremeState implements GroupState {
  private final CudaDevice device;
  private final boolean greatest;
  private final GroupArray heads;
  private final TextValues values;

  TextExtremeState(CudaDevice device, DataType type, boolean greatest) {
    this.device = device;
    this.greatest = greatest;
    this.heads = new GroupArray(device, Long.BYTES, greatest ? 0 : -1);
    this.values = new TextValues(device, type);
  }

  @Override
  public void reserve(int groups) {
    heads.reserve(groups);
    values.reserve(groups);
  }

  @Override
  public void update(GroupIds ids, DeviceVec input, Sequence sequence) {
    take(ids, (DeviceBytes) input);
  }

  private void take(GroupIds ids, DeviceBytes texts) {
    long begins = device.scratch().take(8L * ids.rows());
    overRows(
        KernelFile.GROUP_TEXT,
        "group_text_heads",
        ids.rows(),
        texts.addresses(),
        texts.lengths(),
        texts.validity(),
        begins);
    overRows(
        KernelFile.GROUP_EXTREME,
        greatest ? "group_greatest" : "group_least",
        ids.rows(),
        ids.words(),
        Form.UNSIGNED.ordinal(),
        begins,
        texts.validity(),
        heads.address());
    compete(ids, begins, texts);
  }

  private void compete(GroupIds ids, long begins, DeviceBytes texts) {
    TextValues.Contest contest = values.contest(ids);
    overRows(
        KernelFile.GROUP_TEXT,
        greatest ? "group_text_greatest" : "group_text_least",
        ids.rows(),
        ids.words(),
        begins,
        heads.address(),
        texts.addresses(),
        texts.lengths(),
        texts.validity(),
        values.texts().words().address(),
        values.texts().sizes().address(),
        values.present().address(),
        values.texts().arena(),
        contest.winners(),
        contest.won(),
        contest.count());
    values.settle(contest, ids, texts);
  }

  private void overRows(KernelFile file, String kernel, int rows, long... arguments) {
    device.kernels().overRows(file, kernel, rows, arguments);
  }

  @Override
  public void absorb(Partials partials, List<DeviceVec> parts) {
    take(partials.ids(), (DeviceBytes) parts.getFirst());
  }

  @Override
  public DeviceVec finish(GroupList list) {
    return values.gather(list);
  }

  @Override
  public List<DeviceVec> parts(GroupList list) {
    return List.of(finish(list));
  }

  @Override
  public void keep(GroupList list) {
    heads.keep(list);
    values.keep(list);
  }

  @Override
  public void clear() {
    heads.clear();
    values.clear();
  }

  @Override
  public long bytes() {
    return heads.bytes() + values.bytes();
  }

  @Override
  public void close() {
    heads.close();
    values.close();
  }
}
