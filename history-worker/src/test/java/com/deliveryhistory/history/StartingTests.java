package com.deliveryhistory.history;

import static org.assertj.core.api.Assertions.assertThat;

import com.deliveryhistory.testing.StartedBeforeStore;
import com.deliveryhistory.testing.TestIdentities;
import com.deliveryhistory.testing.TestKafka;
import com.deliveryhistory.testing.WithKafka;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@WithKafka
class StartingTests {

    @Test
    void while_the_store_is_away_the_service_starts_and_becomes_ready_when_it_is_there(
            TestKafka kafka, @TempDir Path folder) {
        TestIdentities.create(folder, "history-worker", "optin-web");
        try (StartedBeforeStore service = new StartedBeforeStore(
                HistoryWorker.class,
                Map.of(
                        "spring.kafka.bootstrap-servers", kafka.bootstrapServers(),
                        "service-identity.private-key", "file:" + folder.resolve("history-worker.jwk"),
                        "service-identity.trusted.optin-web", "file:" + folder.resolve("optin-web.jwks")))) {
            assertThat(service.beforeStore()).containsExactly(200, 503);
            assertThat(service.withStore()).isEqualTo(200);
        }
    }
}
