package io.millrace.cli.run;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.List;

/**
 * A main method as the Java launcher knows it: static or of an instance, with the arguments or
 * without.
 */
final class MainMethod {
  private final Class<?> owner;
  private final Method method;

  private MainMethod(Class<?> owner, Method method) {
    this.owner = owner;
    this.method = method;
  }

  static MainMethod of(Class<?> owner) throws NoSuchProgramException {
    for (Class<?> type = owner; type != null; type = type.getSuperclass()) {
      for (Class<?>[] parameters : new Class<?>[][] {{String[].class}, {}}) {
        try {
          Method method = type.getDeclaredMethod("main", parameters);
          if (!Modifier.isPrivate(method.getModifiers())) {
            method.setAccessible(true);
            return new MainMethod(owner, method);
          }
        } catch (NoSuchMethodException e) {
          continue;
        }
      }
    }
    throw new NoSuchProgramException(
        "A program must have a main method: class="
            + owner.getName()
            + ". Give it public static void main(String[] arguments).",
        null);
  }

  /** Calls it on this thread; what it throws comes out as it is. */
  void call(List<String> arguments) throws Exception {
    try {
      Object instance = Modifier.isStatic(method.getModifiers()) ? null : newInstance();
      if (method.getParameterCount() == 0) {
        method.invoke(instance);
      } else {
        method.invoke(instance, (Object) arguments.toArray(String[]::new));
      }
    } catch (InvocationTargetException e) {
      switch (e.getCause()) {
        case Exception cause -> throw cause;
        case Error cause -> throw cause;
        default -> throw e;
      }
    }
  }

  private Object newInstance() throws ReflectiveOperationException {
    Constructor<?> constructor = owner.getDeclaredConstructor();
    constructor.setAccessible(true);
    return constructor.newInstance();
  }
}
