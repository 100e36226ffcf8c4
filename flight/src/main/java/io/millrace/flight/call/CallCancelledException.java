package io.millrace.flight.call;

/** The client has gone, or the server ends: nobody is there to be told anything. */
final class CallCancelledException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  CallCancelledException() {
    super("The call was cancelled.", null, false, false);
  }
}
