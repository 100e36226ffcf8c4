package io.millrace.cli.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Stack;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;

/** Takes all words that are left, whatever they look like: they are the program's. */
final class RestOfLine implements IParameterPreprocessor {
  @Override
  @SuppressWarnings("JdkObsolete") // the interface has a Stack
  public boolean preprocess(
      Stack<String> words, CommandSpec command, ArgSpec argument, Map<String, Object> info) {
    List<String> rest = new ArrayList<>();
    while (!words.isEmpty()) {
      rest.add(words.pop());
    }
    argument.setValue(rest);
    return true;
  }
}
