package io.millrace.cuda.emulator;

/** PTX texts of small kernels: the lines around a body. */
final class Ptx {
  private Ptx() {}

  /**
   * A kernel `k` with pointer parameters p0 to p3, of which a test passes as many as it likes after
   * all four; registers %t (thread), %b (block), %i (global index), %p, %q, %r0 to %r19, %l0 to
   * %l19, %f0 to %f9 and %d0 to %d9, and %a0 to %a3, which hold the parameters.
   */
  static String kernel(String body) {
    return """
    .version 7.0
    .target sm_75
    .address_size 64
    .visible .entry k(.param .u64 p0, .param .u64 p1, .param .u64 p2, .param .u64 p3)
    {
    .reg .pred %p, %q, %p0, %p1, %p2;
    .reg .b16 %h<10>;
    .reg .b32 %t, %b, %n, %i, %r<20>;
    .reg .b64 %a<4>, %l<20>;
    .reg .f32 %f<10>;
    .reg .f64 %d<10>;
    mov.u32 %t, %tid.x;
    mov.u32 %b, %ctaid.x;
    mov.u32 %n, %ntid.x;
    mad.lo.u32 %i, %b, %n, %t;
    ld.param.u64 %a0, [p0];
    ld.param.u64 %a1, [p1];
    ld.param.u64 %a2, [p2];
    ld.param.u64 %a3, [p3];
    """
        + body
        + "\nret;\n}\n";
  }
}
