package dev.ipam.testdb.junit;

import dev.ipam.testdb.Engine;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.ClassTemplate;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Runs a test once on each available kind of database. A parameter of type {@link
 * dev.ipam.testdb.TestDatabase} receives a fresh, empty database on the shared server of that kind,
 * one of type {@link Engine} the kind alone, without a server.
 *
 * <p>On a method it stands in place of {@code @Test}. On a class all its tests run once for each
 * kind, with every parameter of a test or {@code @BeforeEach} a database of its own;
 * {@code @BeforeAll} and {@code @AfterAll} run once around all kinds and can take neither. A kind
 * that is not available is not skipped but absent; a line on standard output says so once for each
 * JVM.
 *
 * @since 0.1
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
@TestTemplate
@ClassTemplate
@ExtendWith(DatabaseInvocations.class)
public @interface ForEachDatabase {

  /**
   * The kinds to run on.
   *
   * @return the kinds; none for all
   */
  Engine[] value() default {};
}
