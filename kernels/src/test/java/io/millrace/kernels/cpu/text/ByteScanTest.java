package io.millrace.kernels.cpu.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.kernels.memory.Raw;
import java.lang.foreign.Arena;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

class ByteScanTest {
  @Property
  void everyByteIsClassifiedAsOneByOne(@ForAll @Size(max = 64) byte[] bytes, @ForAll byte wanted) {
    // Every other byte is turned into white space of a kind, which random bytes seldom are.
    for (int i = 0; i < bytes.length; i += 2) {
      bytes[i] = (byte) (8 + (bytes[i] & 7));
    }
    try (Arena arena = Arena.ofConfined()) {
      long address = arena.allocate(Math.max(1, bytes.length)).address();
      Raw.copy(bytes, 0, address, bytes.length);
      long white = ByteScan.whiteSpace(address, bytes.length);
      long equal = ByteScan.equal(address, bytes.length, ByteScan.repeated(wanted));
      for (int i = 0; i < bytes.length; i++) {
        assertThat((white >>> i & 1) != 0).isEqualTo(" \t\n\u000b\f\r".indexOf(bytes[i]) >= 0);
        assertThat((equal >>> i & 1) != 0).isEqualTo(bytes[i] == wanted);
      }
    }
  }

  @Property
  void shortRunsCompareAndCopyAsArraysDo(
      @ForAll @Size(max = 80) byte[] a, @ForAll @Size(max = 80) byte[] b) {
    byte[] begun = Arrays.copyOf(a, b.length);
    try (Arena arena = Arena.ofConfined()) {
      long x = arena.allocate(a.length + 1L).address();
      long y = arena.allocate(b.length + 1L).address();
      Raw.copy(a, 0, x, a.length);
      Raw.copy(b, 0, y, b.length);
      assertThat(Integer.signum(ByteStrings.compare(x, a.length, y, b.length)))
          .isEqualTo(Integer.signum(Arrays.compareUnsigned(a, b)));
      Raw.copy(begun, 0, y, b.length);
      assertThat(Integer.signum(ByteStrings.compare(x, a.length, y, b.length)))
          .isEqualTo(Integer.signum(Arrays.compareUnsigned(a, begun)));
      long copy = arena.allocate(a.length + 1L).address();
      Raw.putByte(copy + a.length, (byte) 99);
      ByteStrings.copy(x, copy, a.length);
      assertThat(ByteStrings.equal(x, copy, a.length)).isTrue();
      assertThat(Raw.getByte(copy + a.length)).isEqualTo((byte) 99);
      if (a.length > 0) {
        Raw.putByte(copy + a.length / 2, (byte) ~a[a.length / 2]);
        assertThat(ByteStrings.equal(x, copy, a.length)).isFalse();
      }
    }
  }
}
