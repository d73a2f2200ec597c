package com.deliveryhistory.optin.securitylog;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.deliveryhistory.optin.securitylog.SecurityLog.Kind;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** The security log beside the operators' handbook. */
class SecurityLogReferenceTests {

    private static final Pattern ROW = Pattern.compile("\\| ((?:`[A-Z_]+`(?:, )?)+) \\| (INFO|WARN) \\| .+ \\|");

    @Test
    void the_handbook_names_every_event_and_its_level() throws IOException {
        assertThat(documented()).isEqualTo(recorded());
    }

    private static Map<String, String> documented() throws IOException {
        Map<String, String> levels = new TreeMap<>();
        Files.readString(Path.of("../infra/operating.md"))
                .lines()
                .map(ROW::matcher)
                .filter(row -> row.matches())
                .forEach(row -> Pattern.compile("[A-Z_]+")
                        .matcher(row.group(1))
                        .results()
                        .forEach(name -> levels.put(name.group(), row.group(2))));
        return levels;
    }

    private static Map<String, String> recorded() {
        Map<String, String> levels = new TreeMap<>();
        SecurityLog log = new SecurityLog(new SimpleMeterRegistry());
        Logger logger = (Logger) LoggerFactory.getLogger("security-events");
        ListAppender<ILoggingEvent> records = new ListAppender<>();
        records.start();
        logger.addAppender(records);
        try {
            for (Kind kind : Kind.values()) {
                log.record(kind, "jane");
                levels.put(kind.name(), records.list.getLast().getLevel().toString());
            }
        } finally {
            logger.detachAppender(records);
        }
        return levels;
    }
}
