package com.deliveryhistory.services.commands;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.LifecycleProcessor;

/**
 * The command-line mode of a service's jar: {@code java -jar SERVICE.jar [--setting=value…] COMMAND …}. Nothing of the
 * service runs in this mode: no web server, no listener, no loop. Only what a command needs is made, when it needs it.
 */
public final class CommandMode implements AutoCloseable {

    private static final String HELP = "--help";
    private static final int UNTOLD = 1;

    private final Class<?> application;
    private final String[] settings;
    private final String[] command;
    private @Nullable ConfigurableApplicationContext started;

    private CommandMode(Class<?> application, String... arguments) {
        int commandAt = commandAt(arguments);
        this.application = application;
        this.settings = Arrays.copyOfRange(arguments, 0, commandAt);
        this.command = Arrays.copyOfRange(arguments, commandAt, arguments.length);
    }

    /** Whether the arguments ask for a command, or for help, rather than for the service. */
    public static boolean asked(String... arguments) {
        return commandAt(arguments) < arguments.length;
    }

    /** Does a service's commands. */
    @FunctionalInterface
    public interface Commands {

        /**
         * Does what was given.
         *
         * @param context the service's parts, found by the first call
         * @return the exit code: 0 only if it was done
         */
        int execute(Supplier<ApplicationContext> context, PrintWriter out, PrintWriter err, String... given);
    }

    /**
     * Does what the arguments ask for, on this process's own output.
     *
     * @param application the Spring Boot application that holds the service's parts
     * @return the exit code: 0 only if it was done, and told
     */
    public static int run(Class<?> application, Commands commands, String... arguments) {
        try (CommandMode mode = new CommandMode(application, arguments)) {
            var out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
            var err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
            int code = commands.execute(mode::context, out, err, mode.command);
            if (out.checkError() && code == 0) {
                err.println("What was asked for is done, and could not be told: standard output takes no more");
                return UNTOLD;
            }
            return code;
        }
    }

    private ApplicationContext context() {
        ConfigurableApplicationContext context = started == null ? start(application, settings) : started;
        started = context;
        return context;
    }

    /** The application with nothing made and nothing running. */
    public static ConfigurableApplicationContext start(Class<?> application, String... settings) {
        SpringApplication spring = new SpringApplication(application);
        spring.setWebApplicationType(WebApplicationType.NONE);
        spring.setLazyInitialization(true);
        spring.setBannerMode(Banner.Mode.OFF);
        spring.setLogStartupInfo(false);
        spring.setRegisterShutdownHook(false);
        spring.setDefaultProperties(
                Map.of("logging.config", "classpath:logback-operations.xml", "spring.jmx.enabled", "false"));
        spring.addInitializers(
                context -> context.getBeanFactory().registerSingleton("lifecycleProcessor", new NothingStarts()));
        return spring.run(settings);
    }

    /** Settings begin with two hyphens; the first argument that is none is the command. */
    private static int commandAt(String... arguments) {
        int at = 0;
        while (at < arguments.length && arguments[at].startsWith("--") && !arguments[at].equals(HELP)) {
            at++;
        }
        return at;
    }

    @Override
    public void close() {
        if (started != null) {
            started.close();
        }
    }

    /** Listeners, loops and the like stay as they are made: at rest. */
    private static final class NothingStarts implements LifecycleProcessor {

        @Override
        public void start() {
            // on purpose
        }

        @Override
        public void stop() {
            // nothing was started
        }

        @Override
        public boolean isRunning() {
            return false;
        }
    }
}
