package io.millrace.expr;

import io.millrace.error.UserException;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/** Looking columns up by name, with help for who mistypes one. */
public final class Names {
  private Names() {}

  /**
   * The position of a column.
   *
   * @throws UserException if there is none or more than one of that name; names the nearest ones
   */
  public static int ordinal(Schema schema, String name) {
    int found = -1;
    for (int i = 0; i < schema.getFields().size(); i++) {
      if (schema.getFields().get(i).getName().equals(name)) {
        if (found >= 0) {
          throw new UserException(
              "A column must be named without ambiguity: column="
                  + name
                  + ", columns="
                  + names(schema)
                  + ". Rename one of them with as(...).");
        }
        found = i;
      }
    }
    if (found < 0) {
      throw new UserException(
          "A column must exist: column="
              + name
              + ", nearest="
              + nearest(names(schema), name)
              + ", columns="
              + names(schema)
              + ".");
    }
    return found;
  }

  /** Refuses a name that is none. */
  public static void requireGiven(String name) {
    if (name == null) {
      throw new UserException("A column must have a name: column=null. Give it one.");
    }
  }

  private static List<String> names(Schema schema) {
    return schema.getFields().stream().map(Field::getName).toList();
  }

  /** Up to three of the candidates, those most like a name that was not found first. */
  public static List<String> nearest(List<String> candidates, String name) {
    return candidates.stream()
        .sorted(Comparator.comparingInt(candidate -> distance(candidate, name)))
        .limit(3)
        .toList();
  }

  /** Levenshtein's edit distance, upper and lower case alike. */
  static int distance(String first, String second) {
    String a = first.toLowerCase(Locale.ROOT);
    String b = second.toLowerCase(Locale.ROOT);
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }
}
