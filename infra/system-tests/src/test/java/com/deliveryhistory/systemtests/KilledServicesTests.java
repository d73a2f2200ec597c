package com.deliveryhistory.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.deliveryhistory.localstack.LocalStack;
import com.deliveryhistory.localstack.browser.Page;
import com.deliveryhistory.localstack.settings.Part;
import com.deliveryhistory.testing.TopicReader;
import com.deliveryhistory.testing.TopicRecord;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each service is killed with {@code kill -9} at every step of the walk, and the walk completes. */
@Order(5) // see pom.xml
@WithSharedStack
@Timeout(1200) // each is killed seven times, and starts again
class KilledServicesTests {

    @ParameterizedTest
    @CsvSource({"OPTIN_WEB, c00001", "TOKEN_MANAGER, c00002", "HISTORY_WORKER, c00003"})
    void the_walk_completes_however_often_a_service_is_killed(Part service, String company, LocalStack stack) {
        try (var admin = new Person(stack, company)) {
            stack.kill(service); // before anything
            admin.signIn();

            Page atUps = admin.goToUps();
            kill(stack, service); // between the redirect to UPS.com and the way back
            boolean acknowledged = admin.logInAtUps(atUps);
            assertThat(acknowledged).as("opted in after the restart").isTrue();
            stack.kill(service); // right after the acknowledgement: it must not be lost
            admin.seesDeliveries();

            stack.kill(service); // while deliveries are collected
            admin.seesDeliveries();

            admin.changesThePasswordAtUps();
            stack.kill(service); // before anybody has noticed
            admin.seesThatTheOptInEnded();

            stack.kill(service); // on the way to the new opt-in, whichever request this hits
            admin.optIn();
            stack.kill(service);
            admin.seesDeliveries();
        }
        await().atMost(SharedStack.UNTIL_BACK).until(() -> stack.isReady(service));

        List<String> story = types(stack, "grant.events.v1", company);
        assertThat(story)
                .startsWith("GrantActivated")
                .endsWith("GrantActivated")
                .contains("GrantInvalidated");
        // the worker may have been killed before it could publish what it had stored
        await().untilAsserted(() -> assertThat(deliveredIds(stack, company)).isNotEmpty());
        for (String topic : List.of("optin.events.v1.token-manager.dlt", "grant.events.v1.history-worker.dlt")) {
            assertThat(records(stack, topic, company)).as(topic).isEmpty();
        }
    }

    /** Kills and waits for the restart: what follows meets the new process. */
    private static void kill(LocalStack stack, Part service) {
        long killed = stack.pid(service);
        stack.kill(service);
        await().atMost(SharedStack.UNTIL_BACK).until(() -> stack.pid(service) != killed && stack.isReady(service));
    }

    private static List<String> types(LocalStack stack, String topic, String company) {
        return records(stack, topic, company).stream()
                .map(record -> record.type().replace("com.deliveryhistory.", "").replace(".v1", ""))
                .toList();
    }

    private static List<String> deliveredIds(LocalStack stack, String company) {
        return TopicReader.read(stack.kafka(), "delivery.events.v1").stream()
                .filter(record -> Objects.requireNonNullElse(record.value(), "").contains('"' + company + '"'))
                .map(record -> record.headers().getOrDefault("ce_id", ""))
                .toList();
    }

    private static List<TopicRecord> records(LocalStack stack, String topic, String company) {
        return TopicReader.read(stack.kafka(), topic).stream()
                .filter(record -> Objects.requireNonNullElse(record.key(), "").startsWith(company))
                .toList();
    }
}
