import io.millrace.StreamingContext;
import io.millrace.Trigger;
import io.millrace.transport.Endpoint;
import java.nio.file.Path;

/** Rows from one ring into another. Arguments: listen or connect, and a path; twice. */
public class RingSame {
  public static void main(String[] arguments) throws Exception {
    var builder = StreamingContext.builder().trigger(Trigger.AS_FAST_AS_POSSIBLE);
    try (var context = builder.create()) {
      context
          .ipcRing(endpoint(arguments[0], arguments[1]))
          .toIpcRing(endpoint(arguments[2], arguments[3]));
      context.start();
      context.awaitTermination();
    }
  }

  private static Endpoint endpoint(String side, String path) {
    return side.equals("listen") ? Endpoint.listen(Path.of(path)) : Endpoint.connect(Path.of(path));
  }
}
