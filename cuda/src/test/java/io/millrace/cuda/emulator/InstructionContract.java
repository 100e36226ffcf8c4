package io.millrace.cuda.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Each instruction gives, for all combinations of edge values of its operands, the bits that
 * arithmetic in Java gives. A subclass lists instructions and their oracles.
 */
abstract class InstructionContract {
  /** The bits of the result for the bits of the operands. */
  interface Oracle {
    long expect(long[] operands);
  }

  private record Case(String instruction, String result, String[] operands, Oracle oracle) {}

  private final List<Case> cases = new ArrayList<>();
  private Gpu gpu;

  /** Calls {@link #expect} for each instruction. */
  abstract void instructions();

  /** The instruction, written with %d, %a, %b, %c and %e, gives what the oracle does. */
  final void expect(String instruction, String result, String[] operands, Oracle oracle) {
    cases.add(new Case(instruction, result, operands, oracle));
  }

  static String[] types(String... types) {
    return types;
  }

  @BeforeEach
  void open() {
    gpu = Gpu.emulatedOrReal();
  }

  @AfterEach
  void close() {
    if (gpu != null) {
      gpu.close();
    }
  }

  @TestFactory
  Stream<DynamicTest> matchesJava() {
    instructions();
    return cases.stream().map(each -> DynamicTest.dynamicTest(each.instruction, () -> run(each)));
  }

  private void run(Case test) {
    long[][] columns = Edges.combinations(test.operands);
    long[] results = Operation.apply(gpu, test.instruction, test.result, test.operands, columns);
    long mask = Edges.mask(Edges.width(test.result));
    var wrong = new ArrayList<String>();
    for (int row = 0; row < results.length; row++) {
      var operands = new long[columns.length];
      for (int i = 0; i < operands.length; i++) {
        operands[i] = columns[i][row];
      }
      long expected = test.oracle.expect(operands) & mask;
      if ((results[row] & mask) != expected) {
        wrong.add(describe(operands, results[row], expected));
      }
    }
    assertThat(wrong).as(test.instruction).isEmpty();
  }

  private static String describe(long[] operands, long found, long expected) {
    var text = new StringBuilder();
    for (long operand : operands) {
      text.append(Long.toHexString(operand)).append(' ');
    }
    return text + "-> " + Long.toHexString(found) + ", expected " + Long.toHexString(expected);
  }
}
