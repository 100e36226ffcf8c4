package io.millrace.cuda.emulator;

import jcuda.driver.CUdeviceptr;

/**
 * One PTX instruction applied to columns of operands, a thread for each row. Values travel as the
 * bits of 64-bit cells.
 */
final class Operation {
  private static final String[] NAMES = {"%a", "%b", "%c", "%e"};

  private Operation() {}

  /**
   * Executes {@code instruction}, which reads %a, %b, %c and %e of the operand types and writes %d
   * of the result type, and gives the results' bits, zero-extended.
   */
  static long[] apply(
      Gpu gpu, String instruction, String result, String[] operands, long[][] columns) {
    int rows = columns[0].length;
    var pointers = new Object[operands.length + 2];
    for (int i = 0; i < operands.length; i++) {
      pointers[i] = gpu.upload(columns[i]);
    }
    CUdeviceptr out = gpu.allocate(8L * rows);
    pointers[operands.length] = out;
    pointers[operands.length + 1] = rows;
    gpu.launch(
        gpu.kernel(text(instruction, result, operands), "op"), (rows + 127) / 128, 128, pointers);
    return Gpu.longs(out, rows);
  }

  static String text(String instruction, String result, String... operands) {
    var text =
        new StringBuilder(".version 7.0\n.target sm_75\n.address_size 64\n.visible .entry op(");
    for (int i = 0; i <= operands.length; i++) {
      text.append(".param .u64 p").append(i).append(", ");
    }
    text.append(".param .u32 rows)\n{\n.reg .pred %out, %t, %q;\n.reg .b32 %i, %n, %w;\n");
    text.append(".reg .b64 %x, %at, %off;\n");
    declare(text, "%d", result);
    for (int i = 0; i < operands.length; i++) {
      declare(text, NAMES[i], operands[i]);
    }
    text.append(
        """
        mov.u32 %i, %ctaid.x;
        mov.u32 %n, %ntid.x;
        mov.u32 %w, %tid.x;
        mad.lo.u32 %i, %i, %n, %w;
        ld.param.u32 %n, [rows];
        setp.ge.u32 %out, %i, %n;
        @%out ret;
        mul.wide.u32 %off, %i, 8;
        """);
    for (int i = 0; i < operands.length; i++) {
      text.append("ld.param.u64 %at, [p").append(i).append("];\nadd.u64 %at, %at, %off;\n");
      text.append("ld.global.u64 %x, [%at];\n").append(fromCell(operands[i], NAMES[i]));
    }
    text.append(instruction).append('\n').append(toCell(result));
    text.append("ld.param.u64 %at, [p").append(operands.length).append("];\n");
    return text.append("add.u64 %at, %at, %off;\nst.global.u64 [%at], %x;\nret;\n}\n").toString();
  }

  private static void declare(StringBuilder text, String name, String type) {
    String held = type.endsWith("8") ? type.charAt(0) + "32" : type;
    text.append(".reg .").append(held).append(' ').append(name).append(";\n");
  }

  private static String fromCell(String type, String name) {
    return switch (type.substring(1)) {
      case "red" -> "setp.ne.u64 " + name + ", %x, 0;\n";
      case "64" -> "mov.b64 " + name + ", %x;\n";
      case "16" -> "cvt.u16.u64 " + name + ", %x;\n";
      default -> "cvt.u32.u64 %w, %x;\nmov.b32 " + name + ", %w;\n";
    };
  }

  private static String toCell(String type) {
    return switch (type.substring(1)) {
      case "red" -> "selp.u64 %x, 1, 0, %d;\n";
      case "64" -> "mov.b64 %x, %d;\n";
      case "16" -> "cvt.u64.u16 %x, %d;\n";
      default -> "mov.b32 %w, %d;\ncvt.u64.u32 %x, %w;\n";
    };
  }
}
