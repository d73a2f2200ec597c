package com.deliveryhistory.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives a test class a Kafka. A Spring test finds its address as {@code spring.kafka.bootstrap-servers} and a
 * {@link TestKafka} as a bean; any other takes {@link TestKafka} as a parameter.
 *
 * <p>It is the one at {@code -Dkafka=HOST:PORT} if that is given, else a container if {@code -Dservers=containers}, else
 * an embedded broker, which all test classes of the JVM share.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@ExtendWith(ServersExtension.class)
public @interface WithKafka {

    /**
     * Whether the class wants an embedded broker of its own: an empty one, which it may stop and start. It goes when the
     * class's application context is closed, or without Spring, when its tests are done.
     */
    boolean own() default false;
}
