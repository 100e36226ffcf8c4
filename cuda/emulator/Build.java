import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/**
 * Compiles the emulated CUDA driver, and a stand-in for cuBLAS over it: {@code java Build.java
 * SOURCES TARGET}. Leaves {@code TARGET/libcuda.so.1} and {@code libcublas.so.12}, or, where there
 * is no C++ compiler, no such files and a line that says so. Only what changed is compiled anew.
 */
public final class Build {
  private static final List<String> COMPILERS = List.of("g++", "c++", "clang++");
  private static final List<String> COMMON =
      List.of(
          "-std=c++20",
          "-fPIC",
          "-fvisibility=hidden",
          "-Wall",
          "-Wextra",
          "-ffp-contract=off",
          "-fno-math-errno",
          "-frounding-math");
  // What runs once for each instruction, and what runs once for each call.
  private static final List<String> HOT = List.of("-O2", "-ftree-vectorize", "-march=native");
  private static final List<String> COLD = List.of("-O1");
  private static final List<String> HOT_FOLDERS = List.of("execute", "schedule", "memory");

  /** Of so few files, each compiles the standard headers for itself. */
  private static final int FEW = 4;

  private final Path sources;
  private final Path target;
  private final String compiler;

  private Build(Path sources, Path target, String compiler) {
    this.sources = sources;
    this.target = target;
    this.compiler = compiler;
  }

  public static void main(String[] arguments) throws Exception {
    Path sources = Path.of(arguments[0]).toAbsolutePath();
    Path target = Path.of(arguments[1]).toAbsolutePath();
    Files.createDirectories(target.resolve("objects"));
    String compiler = findCompiler();
    if (compiler == null) {
      Files.deleteIfExists(target.resolve("libcuda.so.1"));
      Files.deleteIfExists(target.resolve("libcublas.so.12"));
      System.out.println(
          "emulator: no C++ compiler (looked for "
              + COMPILERS
              + "); tests that need the emulated CUDA driver are skipped");
      return;
    }
    new Build(sources, target, compiler).run();
  }

  private static String findCompiler() {
    for (String name : COMPILERS) {
      try {
        Process process = new ProcessBuilder(name, "--version").redirectErrorStream(true).start();
        process.getInputStream().readAllBytes();
        if (process.waitFor() == 0) {
          return name;
        }
      } catch (IOException absent) {
        continue;
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        return null;
      }
    }
    return null;
  }

  private void run() throws Exception {
    List<Path> files = list(".cpp");
    String shared = digest(list(".hpp")) + version() + processor();
    List<Path> objects = new ArrayList<>();
    try (var pool = Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors())) {
      Path hot = target.resolve("hot.hpp");
      Path cold = target.resolve("cold.hpp");
      List<Callable<Path>> first = new ArrayList<>();
      List<Callable<Path>> then = new ArrayList<>();
      for (Path file : files) {
        boolean isHot = HOT_FOLDERS.contains(sources.relativize(file).getName(0).toString());
        List<String> flags = isHot ? HOT : COLD;
        Path object = objectOf(file, digest(List.of(file)) + shared + flags);
        objects.add(object);
        if (!Files.exists(object)) {
          then.add(() -> compile(file, object, flags, isHot ? hot : cold));
        }
      }
      Path library = target.resolve("libcuda.so.1");
      Path blas = target.resolve("libcublas.so.12");
      if (then.isEmpty() && Files.exists(library) && Files.exists(blas)) {
        return;
      }
      long start = System.nanoTime();
      Files.copy(sources.resolve("standard.hpp"), hot, REPLACE_EXISTING);
      Files.copy(sources.resolve("standard.hpp"), cold, REPLACE_EXISTING);
      if (then.size() > FEW) {
        first.add(() -> precompile(hot, HOT));
        first.add(() -> precompile(cold, COLD));
      }
      await(pool.invokeAll(first));
      await(pool.invokeAll(then));
      // They are large, and quickly made.
      Files.deleteIfExists(Path.of(hot + ".gch"));
      Files.deleteIfExists(Path.of(cold + ".gch"));
      List<String> ofBlas = List.of("-Wl,--version-script=" + sources.resolve("blas/cublas.map"));
      link(library, objects.stream().filter(object -> !isBlas(object)).toList(), List.of());
      link(blas, objects.stream().filter(Build::isBlas).toList(), ofBlas);
      removeOthers(objects);
      System.out.printf(
          "emulator: %d of %d files compiled with %s in %.1f s%n",
          then.size(), files.size(), compiler, (System.nanoTime() - start) / 1e9);
    }
  }

  private static void await(List<Future<Path>> work) throws Exception {
    for (Future<Path> each : work) {
      each.get();
    }
  }

  /** The headers of the standard library, once for each set of flags. */
  private Path precompile(Path header, List<String> flags) throws Exception {
    command(flags, List.of("-x", "c++-header", header.toString(), "-o", header + ".gch"));
    return header;
  }

  private Path compile(Path file, Path object, List<String> flags, Path header) throws Exception {
    Path fresh = Path.of(object + ".new");
    command(
        flags,
        List.of(
            "-include",
            header.toString(),
            "-I" + sources,
            "-c",
            file.toString(),
            "-o",
            fresh.toString()));
    return Files.move(fresh, object, REPLACE_EXISTING);
  }

  /** Whether an object belongs to the stand-in for cuBLAS. */
  private static boolean isBlas(Path object) {
    return object.getFileName().toString().startsWith("blas-");
  }

  private void link(Path library, List<Path> objects, List<String> flags) throws Exception {
    // A process that has the old file loaded keeps it.
    Files.deleteIfExists(library);
    List<String> words =
        new ArrayList<>(List.of("-shared", "-Wl,-soname," + library.getFileName(), "-pthread"));
    words.addAll(flags);
    objects.forEach(object -> words.add(object.toString()));
    if (!flags.isEmpty()) {
      // It stands on the driver.
      words.add(target.resolve("libcuda.so.1").toString());
    }
    words.addAll(List.of("-o", library.toString()));
    command(List.of(), words);
  }

  private void command(List<String> flags, List<String> words) throws Exception {
    List<String> all = new ArrayList<>(List.of(compiler));
    all.addAll(COMMON);
    all.addAll(flags);
    all.addAll(words);
    Process process = new ProcessBuilder(all).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(String.join(" ", all) + "\n" + output);
    }
    if (!output.isBlank()) {
      System.out.print(output);
    }
  }

  private void removeOthers(List<Path> objects) throws IOException {
    try (Stream<Path> held = Files.list(target.resolve("objects"))) {
      for (Path each : held.filter(path -> !objects.contains(path)).toList()) {
        Files.delete(each);
      }
    }
  }

  private Path objectOf(Path file, String key) throws NoSuchAlgorithmException {
    String name = sources.relativize(file).toString().replace('/', '-').replace(".cpp", "");
    return target
        .resolve("objects")
        .resolve(name + "-" + hash(key.getBytes(StandardCharsets.UTF_8)) + ".o");
  }

  private List<Path> list(String ending) throws IOException {
    try (Stream<Path> all = Files.walk(sources)) {
      return all.filter(path -> path.toString().endsWith(ending)).sorted().toList();
    }
  }

  private static String digest(List<Path> files) throws IOException, NoSuchAlgorithmException {
    var all = new ByteArrayOutputStream();
    for (Path file : files) {
      all.write(Files.readAllBytes(file));
    }
    return hash(all.toByteArray());
  }

  private static String hash(byte[] bytes) throws NoSuchAlgorithmException {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes), 0, 12);
  }

  private String version() throws IOException {
    Process process = new ProcessBuilder(compiler, "--version").start();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8) + COMMON;
  }

  /** Code for this processor does not run on each other one. */
  private static String processor() throws IOException {
    Path info = Path.of("/proc/cpuinfo");
    if (!Files.exists(info)) {
      return System.getProperty("os.arch");
    }
    try (Stream<String> lines = Files.lines(info)) {
      return lines.filter(line -> line.startsWith("flags")).findFirst().orElse("");
    }
  }
}
