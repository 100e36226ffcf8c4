package io.millrace.flight;

import io.grpc.netty.GrpcSslContexts;
import io.millrace.error.UserException;
import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a server shows its clients, and the key to it. */
final class Certificates {
  private Certificates() {}

  static SslContext read(Path chain, Path key) {
    requireReadable("certificate", chain);
    requireReadable("key", key);
    try {
      return GrpcSslContexts.forServer(chain.toFile(), key.toFile()).build();
    } catch (IOException | IllegalArgumentException e) {
      throw new UserException(
          "TLS needs a certificate chain and its private key, each as PEM: certificate="
              + chain
              + ", key="
              + key
              + ", cause="
              + e.getMessage()
              + ".",
          e);
    }
  }

  private static void requireReadable(String what, Path file) {
    if (!Files.isReadable(file)) {
      throw new UserException(
          "TLS needs a certificate and a key that can be read: " + what + "=" + file + ".");
    }
  }
}
