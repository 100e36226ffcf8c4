package io.millrace.cuda.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jcuda.nvptxcompiler.JNvPTXCompiler;
import jcuda.nvptxcompiler.nvPTXCompilerHandle;

/** NVIDIA's assembler, which needs no GPU: what each kernel of a PTX text takes of a processor. */
final class PtxAssembler {
  private static final Pattern ENTRY = Pattern.compile("Compiling entry function '(\\w+)'");
  private static final Pattern SPILLS =
      Pattern.compile(
          "(\\d+) bytes stack frame, (\\d+) bytes spill stores, (\\d+) bytes spill loads");
  private static final Pattern REGISTERS = Pattern.compile("Used (\\d+) registers");
  private static final Pattern SHARED = Pattern.compile("(\\d+) bytes smem");

  static {
    Natives.privately(() -> JNvPTXCompiler.setExceptionsEnabled(false));
  }

  /**
   * What a kernel takes: registers a thread, static shared bytes a block, bytes of local memory.
   */
  record Usage(int registers, int shared, int stack, int spilled) {}

  private PtxAssembler() {}

  /**
   * Assembles for `sm_` and the number; by kernel name. An error of the assembler fails the test.
   */
  static Map<String, Usage> assemble(String ptx, int architecture) {
    var handle = new nvPTXCompilerHandle();
    byte[] text = (ptx + "\0").getBytes(StandardCharsets.US_ASCII);
    assertThat(JNvPTXCompiler.nvPTXCompilerCreate(handle, text.length, text)).isZero();
    try {
      String[] options = {"--gpu-name=sm_" + architecture, "--verbose", "--warn-on-spills"};
      int code = JNvPTXCompiler.nvPTXCompilerCompile(handle, options.length, options);
      assertThat(code).as(() -> errors(handle)).isZero();
      return usages(information(handle));
    } finally {
      JNvPTXCompiler.nvPTXCompilerDestroy(handle);
    }
  }

  private static String errors(nvPTXCompilerHandle handle) {
    var size = new long[1];
    JNvPTXCompiler.nvPTXCompilerGetErrorLogSize(handle, size);
    var log = new byte[(int) size[0] + 1];
    JNvPTXCompiler.nvPTXCompilerGetErrorLog(handle, log);
    return new String(log, StandardCharsets.US_ASCII);
  }

  private static String information(nvPTXCompilerHandle handle) {
    var size = new long[1];
    JNvPTXCompiler.nvPTXCompilerGetInfoLogSize(handle, size);
    var log = new byte[(int) size[0] + 1];
    JNvPTXCompiler.nvPTXCompilerGetInfoLog(handle, log);
    return new String(log, StandardCharsets.US_ASCII);
  }

  /** By kernel name, from what an assembler says if it is told to be verbose. */
  static Map<String, Usage> usages(String log) {
    var usages = new LinkedHashMap<String, Usage>();
    Matcher entry = ENTRY.matcher(log);
    while (entry.find()) {
      int from = entry.end();
      int next = log.indexOf("Compiling entry function", from);
      String part = log.substring(from, next < 0 ? log.length() : next);
      usages.put(
          entry.group(1),
          new Usage(
              number(REGISTERS, part, 1),
              SHARED.matcher(part).find() ? number(SHARED, part, 1) : 0,
              number(SPILLS, part, 1),
              number(SPILLS, part, 2) + number(SPILLS, part, 3)));
    }
    assertThat(usages).as("kernels in the assembler's log: " + log).isNotEmpty();
    return usages;
  }

  private static int number(Pattern pattern, String part, int group) {
    Matcher matcher = pattern.matcher(part);
    assertThat(matcher.find()).as("%s in %s", pattern, part).isTrue();
    return Integer.parseInt(matcher.group(group));
  }
}
