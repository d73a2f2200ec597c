package com.deliveryhistory.testing;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.support.DefaultSingletonBeanRegistry;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.test.context.ContextConfigurationAttributes;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.ContextCustomizerFactory;
import org.springframework.test.context.MergedContextConfiguration;
import org.springframework.test.context.TestContextAnnotationUtils;

/** Tells the application contexts of annotated test classes where their servers are. */
final class ServersContextCustomizerFactory implements ContextCustomizerFactory {

    @Override
    public @Nullable ContextCustomizer createContextCustomizer(
            Class<?> testClass, List<ContextConfigurationAttributes> attributes) {
        var kafka = TestContextAnnotationUtils.findMergedAnnotation(testClass, WithKafka.class);
        boolean mongo = TestContextAnnotationUtils.hasAnnotation(testClass, WithMongo.class);
        if (kafka == null && !mongo) {
            return null;
        }
        Class<?> owner = kafka != null && kafka.own() ? outermost(testClass) : null;
        return new Customizer(kafka != null, owner, mongo);
    }

    private static Class<?> outermost(Class<?> testClass) {
        Class<?> enclosing = testClass.getEnclosingClass();
        return enclosing == null ? testClass : outermost(enclosing);
    }

    /** Equal ones share a context, and so a database; a broker of its own makes a test class's context its own too. */
    private record Customizer(boolean kafka, @Nullable Class<?> kafkaOwner, boolean mongo)
            implements ContextCustomizer {

        @Override
        public void customizeContext(ConfigurableApplicationContext context, MergedContextConfiguration merged) {
            var beans = context.getBeanFactory();
            if (kafka) {
                var given = kafkaOwner == null ? Servers.kafka() : TestKafka.own();
                if (kafkaOwner != null && beans instanceof DefaultSingletonBeanRegistry disposing) {
                    disposing.registerDisposableBean("testKafka", given::close);
                }
                beans.registerSingleton("testKafka", given);
                set(context, "spring.kafka.bootstrap-servers", given.bootstrapServers());
            }
            if (mongo) {
                var given = Servers.newDatabase();
                beans.registerSingleton("testMongo", given);
                set(context, "spring.mongodb.uri", given.uri());
            }
        }

        private static void set(ConfigurableApplicationContext context, String name, String value) {
            TestPropertyValues.of(Map.of(name, value)).applyTo(context);
        }
    }
}
