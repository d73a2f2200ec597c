package com.deliveryhistory.testing;

import java.lang.reflect.Constructor;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.test.context.BootstrapWith;
import org.springframework.test.context.TestContextAnnotationUtils;
import org.springframework.test.context.junit.jupiter.SpringExtension;

/** Hands {@link TestKafka} and {@link TestMongo} to test classes as parameters. */
final class ServersExtension implements ParameterResolver {

    private static final Namespace NAMESPACE = Namespace.create(ServersExtension.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        boolean ours = type == TestKafka.class || type == TestMongo.class;
        return ours && !(isSpringTest(context.getRequiredTestClass()) && isLeftToSpring(parameter));
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        Class<?> testClass = context.getRequiredTestClass();
        if (isSpringTest(testClass)) {
            return SpringExtension.getApplicationContext(context).getBean(type);
        }
        // kept with the outermost class, so that nested classes see the same servers
        var store = classContext(context).getStore(NAMESPACE);
        if (type == TestMongo.class) {
            return store.computeIfAbsent(TestMongo.class, key -> Servers.newDatabase());
        }
        return ownKafka(testClass) ? store.computeIfAbsent(TestKafka.class, key -> TestKafka.own()) : Servers.kafka();
    }

    private static boolean isLeftToSpring(ParameterContext parameter) {
        return parameter.isAnnotated(Autowired.class) || parameter.getDeclaringExecutable() instanceof Constructor<?>;
    }

    private static boolean ownKafka(Class<?> testClass) {
        var annotation = TestContextAnnotationUtils.findMergedAnnotation(testClass, WithKafka.class);
        return annotation != null && annotation.own();
    }

    private static boolean isSpringTest(Class<?> testClass) {
        return AnnotatedElementUtils.hasAnnotation(testClass, BootstrapWith.class)
                || TestContextAnnotationUtils.hasAnnotation(testClass, BootstrapWith.class);
    }

    private static ExtensionContext classContext(ExtensionContext context) {
        ExtensionContext outermost = context;
        ExtensionContext next = context;
        while (next.getTestClass().isPresent()) {
            outermost = next;
            if (next.getParent().isEmpty()) {
                break;
            }
            next = next.getParent().get();
        }
        return outermost;
    }
}
