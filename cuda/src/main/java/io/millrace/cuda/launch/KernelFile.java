package io.millrace.cuda.launch;

import java.util.Locale;

/** The files of kernels, each a module of the driver's. */
public enum KernelFile {
  ARITHMETIC,
  CAST_NUMBERS,
  CAST_TIME,
  CHOOSE,
  COMPARE,
  CONCAT,
  COPY,
  DATE_PART,
  DICTIONARY,
  DIVISION,
  FILL,
  GATHER,
  GRAM,
  GROUP_ABSORB,
  GROUP_ADD,
  GROUP_CODE,
  GROUP_EDGE,
  GROUP_EXTREME,
  GROUP_FEW,
  GROUP_FEW_ADD,
  GROUP_FIND,
  GROUP_FINISH,
  GROUP_LIST,
  GROUP_MOMENTS,
  GROUP_ORDER,
  GROUP_SKETCH,
  GROUP_STORE,
  GROUP_TEXT,
  LETTER_CASE,
  LOAD,
  LOGIC,
  MATCH,
  MATH,
  MEMBER,
  NARROW,
  RANGE,
  SCAN,
  SELECT,
  SPLIT,
  SPLIT_LONG,
  SPLIT_PART,
  TEXT,
  TRUNCATE,
  UTF8;

  /** The name without its ending, as in {@code kernels/src/main/cuda}. */
  public String stem() {
    return name().toLowerCase(Locale.ROOT);
  }
}
