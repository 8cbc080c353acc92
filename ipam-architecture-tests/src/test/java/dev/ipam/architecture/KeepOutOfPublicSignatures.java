package dev.ipam.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.core.domain.JavaTypeVariable;
import com.tngtech.archunit.core.domain.properties.HasModifiers;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Demands that nothing a caller can see of a class (supertypes, public and protected fields,
 * methods and constructors, with their type arguments and bounds) names a type of a package.
 */
final class KeepOutOfPublicSignatures extends ArchCondition<JavaClass> {
  private static final Set<JavaModifier> SEEN = Set.of(JavaModifier.PUBLIC, JavaModifier.PROTECTED);

  private final String bannedPackage;

  KeepOutOfPublicSignatures(String bannedPackage) {
    super("keep %s out of its public signatures", bannedPackage);
    this.bannedPackage = bannedPackage;
  }

  @Override
  public void check(JavaClass subject, ConditionEvents events) {
    if (!isSeen(subject)) {
      return;
    }
    report(
        subject,
        "extends or implements",
        Stream.concat(subject.getSuperclass().stream(), subject.getInterfaces().stream()),
        events);
    report(subject, "bounds its type parameters by", bounds(subject.getTypeParameters()), events);
    for (JavaField field : subject.getFields()) {
      if (isSeen(field)) {
        report(subject, "field " + field.getName(), Stream.of(field.getType()), events);
      }
    }
    for (JavaCodeUnit unit : subject.getCodeUnits()) {
      if (isSeen(unit)) {
        Stream<JavaType> types =
            Stream.of(
                    Stream.of(unit.getReturnType()),
                    unit.getParameterTypes().stream(),
                    unit.getExceptionTypes().stream(),
                    bounds(unit.getTypeParameters()))
                .flatMap(type -> type);
        report(subject, unit.getName() + "()", types, events);
      }
    }
  }

  private static Stream<JavaType> bounds(Iterable<? extends JavaTypeVariable<?>> variables) {
    Stream.Builder<JavaType> bounds = Stream.builder();
    variables.forEach(variable -> variable.getBounds().forEach(bounds::add));
    return bounds.build();
  }

  private static boolean isSeen(JavaClass subject) {
    boolean outer = subject.getEnclosingClass().map(KeepOutOfPublicSignatures::isSeen).orElse(true);
    return outer && isSeen((HasModifiers) subject);
  }

  private static boolean isSeen(HasModifiers member) {
    return member.getModifiers().stream().anyMatch(SEEN::contains)
        && !member.getModifiers().contains(JavaModifier.SYNTHETIC);
  }

  private void report(
      JavaClass subject, String where, Stream<? extends JavaType> types, ConditionEvents events) {
    Set<String> banned = new TreeSet<>();
    types
        .flatMap(type -> type.getAllInvolvedRawTypes().stream())
        .filter(JavaClass.Predicates.resideInAPackage(bannedPackage))
        .forEach(type -> banned.add(type.getName()));
    if (!banned.isEmpty()) {
      events.add(
          SimpleConditionEvent.violated(
              subject, subject.getName() + ": " + where + " names " + banned));
    }
  }
}
