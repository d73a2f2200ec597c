package com.deliveryhistory.tokens.operations;

import com.deliveryhistory.events.Application;
import com.deliveryhistory.events.CompanyId;
import com.deliveryhistory.events.GrantId;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.LifecycleProcessor;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/**
 * The command-line mode of the jar: {@code java -jar token-manager.jar [--setting=value…] COMMAND …}, with the service's
 * own configuration. There is no such thing over HTTP: who has the configuration, with the keys in it, may do all this,
 * and nobody else.
 *
 * <p>Nothing of the service runs in this mode: no web server, no listener, no loop. Only what a command needs is made.
 */
public final class Operations {

    private static final String HELP = "--help";

    private Operations() {}

    /** Whether the arguments ask for a command, or for help, rather than for the service. */
    public static boolean asked(String... arguments) {
        return commandAt(arguments) < arguments.length;
    }

    /**
     * Does what the arguments ask for.
     *
     * @param application the Spring Boot application that holds the service's parts
     * @return the exit code: 0 only if it was done
     */
    public static int run(Class<?> application, String... arguments) {
        int commandAt = commandAt(arguments);
        String[] settings = Arrays.copyOfRange(arguments, 0, commandAt);
        String[] command = Arrays.copyOfRange(arguments, commandAt, arguments.length);
        try (Contexts contexts = new Contexts(application, settings)) {
            return execute(
                    contexts::get,
                    new PrintWriter(System.out, true, StandardCharsets.UTF_8),
                    new PrintWriter(System.err, true, StandardCharsets.UTF_8),
                    command);
        }
    }

    static int execute(Supplier<ApplicationContext> context, PrintWriter out, PrintWriter err, String... command) {
        Supplier<Workplace> workplaces = () -> new Workplace(context.get());
        CommandLine commandLine = new CommandLine(new Menu());
        for (OperatorCommand each : List.of(
                new GrantsCommand(workplaces),
                new GrantCommand(workplaces),
                new RefreshCommand(workplaces),
                new RepublishCommand(workplaces),
                new RewrapKeysCommand(workplaces),
                new ReencryptCommand(workplaces),
                new DeadLettersCommand(workplaces),
                new ReplayDeadLettersCommand(workplaces),
                new AuditCommand(workplaces))) {
            commandLine.addSubcommand(each);
        }
        return commandLine
                .registerConverter(GrantId.class, as("a grant is written COMPANY/APPLICATION", GrantId::parse))
                .registerConverter(CompanyId.class, as("it is no company's id", CompanyId::new))
                .registerConverter(Application.class, as("it is no application's name", Application::new))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setOut(out)
                .setErr(err)
                .setExecutionExceptionHandler((problem, failed, parsed) -> {
                    err.println(Problems.ofStart(problem));
                    return OperatorCommand.NOT_DONE;
                })
                .execute(command);
    }

    /** The application with nothing made and nothing running. */
    static ConfigurableApplicationContext start(Class<?> application, String... settings) {
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

    private static <T> ITypeConverter<T> as(String otherwise, Function<String, T> conversion) {
        return text -> {
            try {
                return conversion.apply(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException("'" + text + "': " + otherwise);
            }
        };
    }

    @Command(
            name = "token-manager",
            usageHelpAutoWidth = true,
            synopsisSubcommandLabel = "COMMAND",
            description = {
                "What operators do by hand, with the service's own configuration. The service itself starts when no"
                        + " command is given.",
                ""
            },
            footer = {"", "Exit codes: 0 done, 1 not done (stderr says why), 2 wrong usage. Every command is audited."})
    static final class Menu {

        @Option(
                names = {"-h", "--help"},
                usageHelp = true,
                description = "Show this help.")
        boolean help;
    }

    /** Starts the application's parts when the first command needs them. */
    private static final class Contexts implements AutoCloseable {

        private final Class<?> application;
        private final String[] settings;
        private @Nullable ConfigurableApplicationContext started;

        Contexts(Class<?> application, String... settings) {
            this.application = application;
            this.settings = settings;
        }

        ApplicationContext get() {
            started = start(application, settings);
            return started;
        }

        @Override
        public void close() {
            if (started != null) {
                started.close();
            }
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
