package io.millrace.plan;

import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;

/** The sources that a query reads, each under a name of its own. */
public final class SourceNames {
  private SourceNames() {}

  /**
   * The sources that lead to outputs, in the order of the program: under their names, with the
   * node's number where several have one name.
   */
  public static SequencedMap<Node.Input, String> of(Collection<Node.Output> outputs) {
    Set<Node> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    outputs.forEach(output -> visit(output, seen));
    List<Node.Input> inputs =
        seen.stream()
            .filter(Node.Input.class::isInstance)
            .map(Node.Input.class::cast)
            .sorted(Comparator.comparingInt(Node.Input::id))
            .toList();
    SequencedMap<Node.Input, String> names = new LinkedHashMap<>();
    for (Node.Input input : inputs) {
      String name = input.source().name();
      long same = inputs.stream().filter(other -> other.source().name().equals(name)).count();
      names.put(input, same == 1 ? name : name + " #" + input.id());
    }
    return names;
  }

  private static void visit(Node node, Set<Node> seen) {
    if (seen.add(node)) {
      node.inputs().forEach(input -> visit(input, seen));
    }
  }
}
