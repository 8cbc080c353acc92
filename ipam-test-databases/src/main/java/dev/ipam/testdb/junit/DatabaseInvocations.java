package dev.ipam.testdb.junit;

import dev.ipam.testdb.Engine;
import dev.ipam.testdb.TestDatabase;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ClassTemplateInvocationContext;
import org.junit.jupiter.api.extension.ClassTemplateInvocationContextProvider;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;
import org.junit.platform.commons.support.AnnotationSupport;

/** Gives JUnit one invocation for each available kind of database. */
final class DatabaseInvocations
    implements TestTemplateInvocationContextProvider, ClassTemplateInvocationContextProvider {

  @Override
  public boolean supportsTestTemplate(ExtensionContext context) {
    return isAnnotated(context);
  }

  @Override
  public boolean supportsClassTemplate(ExtensionContext context) {
    return isAnnotated(context);
  }

  /** A test of a kind that is not available here has none; the line about coverage tells. */
  @Override
  public boolean mayReturnZeroTestTemplateInvocationContexts(ExtensionContext context) {
    return true;
  }

  @Override
  public boolean mayReturnZeroClassTemplateInvocationContexts(ExtensionContext context) {
    return true;
  }

  @Override
  public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(
      ExtensionContext context) {
    return engines(context).map(OnEngine::new);
  }

  @Override
  public Stream<? extends ClassTemplateInvocationContext> provideClassTemplateInvocationContexts(
      ExtensionContext context) {
    return engines(context).map(OnEngine::new);
  }

  private static boolean isAnnotated(ExtensionContext context) {
    return AnnotationSupport.isAnnotated(context.getElement(), ForEachDatabase.class);
  }

  private static Stream<Engine> engines(ExtensionContext context) {
    Engine[] wanted =
        AnnotationSupport.findAnnotation(context.getElement(), ForEachDatabase.class)
            .map(ForEachDatabase::value)
            .orElseThrow();
    List<Engine> available = Databases.available();
    return wanted.length == 0
        ? available.stream()
        : available.stream().filter(Set.of(wanted)::contains);
  }

  private record OnEngine(Engine engine)
      implements TestTemplateInvocationContext, ClassTemplateInvocationContext, ParameterResolver {

    @Override
    public String getDisplayName(int invocationIndex) {
      return engine.label();
    }

    /** Both kinds of template have this default: nothing to prepare. */
    @Override
    public void prepareInvocation(ExtensionContext context) {}

    @Override
    public List<Extension> getAdditionalExtensions() {
      return List.of(this);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      Class<?> type = parameter.getParameter().getType();
      return type == TestDatabase.class || type == Engine.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == Engine.class ? engine : Databases.create(engine);
    }
  }
}
