package com.deliveryhistory.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives a test class an empty MongoDB database of its own. A Spring test finds it as {@code spring.mongodb.uri} and a
 * {@link TestMongo} as a bean (one per application context); any other takes {@link TestMongo} as a parameter.
 *
 * <p>It is on the server at {@code -Dmongodb=mongodb://...} if that is given, else in a container if
 * {@code -Dservers=containers}, else on an embedded server in memory.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@ExtendWith(ServersExtension.class)
public @interface WithMongo {}
