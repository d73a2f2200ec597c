package com.deliveryhistory.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.deliveryhistory.localstack.LocalStack;
import com.deliveryhistory.localstack.settings.Part;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** The example for downstream services, as a process beside the stack: what it says, and what UPS saw of it. */
@WithSharedStack
class DownstreamExampleTests {

    private static final String APPLICATION = "ODCS";

    @TempDir
    Path folder;

    private URI ups;

    @BeforeEach
    void find(LocalStack stack) {
        ups = stack.url(Part.UPS_SANDBOX);
    }

    @Test
    void it_calls_ups_after_an_opt_in_and_learns_of_its_end_and_of_the_next_one(LocalStack stack) throws Exception {
        String company = "c00007";
        try (var odcs = DownstreamExample.start(stack, folder);
                var admin = new Person(stack, company, APPLICATION)) {
            admin.signIn();
            admin.namesTheUpsUser();
            assertThat(admin.logInAtUps(admin.goToUps())).isTrue();
            await().untilAsserted(() -> assertThat(odcs.said(company))
                    .satisfiesExactly(
                            first -> assertThat(first).startsWith("opted in at 20"),
                            second -> assertThat(second).matches("UPS has \\d+ records of the last day")));

            admin.changesThePasswordAtUps();
            await().untilAsserted(() ->
                    assertThat(odcs.said(company)).last().isEqualTo("is over: INVALIDATED PASSWORD_CHANGED"));
            assertThat(callsToUps(company)).isEqualTo(1);

            assertThat(admin.logInAtUps(admin.goToUps())).isTrue();
            await().untilAsserted(() ->
                    assertThat(odcs.said(company)).last().asString().startsWith("UPS has "));
            assertThat(callsToUps(company)).isEqualTo(2);
        }
    }

    @Test
    void killed_it_knows_after_its_start_what_is_active_and_what_has_ended_meanwhile(LocalStack stack)
            throws Exception {
        String company = "c00008";
        try (var admin = new Person(stack, company, APPLICATION)) {
            admin.signIn();
            assertThat(admin.logInAtUps(admin.goToUps())).isTrue();
            for (int call = 1; call <= 2; call++) {
                try (var odcs = DownstreamExample.start(stack, folder)) {
                    await().untilAsserted(() ->
                            assertThat(odcs.said(company)).last().asString().startsWith("UPS has "));
                    odcs.kill();
                }
                assertThat(callsToUps(company)).isEqualTo(call);
            }

            admin.withdraws();
            try (var odcs = DownstreamExample.start(stack, folder)) {
                await().untilAsserted(() ->
                        assertThat(odcs.said(company)).last().asString().startsWith("is over: WITHDRAWN"));
                odcs.stop();
                assertThat(odcs.said(company)).noneMatch(line -> line.startsWith("UPS has "));
            }
            assertThat(callsToUps(company)).isEqualTo(2);
        }
    }

    @Test
    void the_token_that_it_prints_is_taken_by_history_worker_for_that_company_alone(LocalStack stack) throws Exception {
        String token = DownstreamExample.token(stack, "history-worker", "c00009");

        assertThat(statusOfCoverage(stack, "c00009", token)).isEqualTo(200);
        assertThat(statusOfCoverage(stack, "c00010", token)).isEqualTo(403);
    }

    private static int statusOfCoverage(LocalStack stack, String company, String token) throws Exception {
        URI coverage = stack.url(Part.HISTORY_WORKER).resolve("/v1/companies/%s/coverage".formatted(company));
        HttpRequest request = HttpRequest.newBuilder(coverage)
                .header("Authorization", "Bearer " + token)
                .build();
        try (var http = HttpClient.newHttpClient()) {
            return http.send(request, BodyHandlers.discarding()).statusCode();
        }
    }

    /** No other service works for this company: it has opted in to this application alone. */
    private int callsToUps(String company) throws IOException, InterruptedException {
        URI ledger = ups.resolve("/sandbox/ledger?path=/api/quantumview&user=%s-ups".formatted(company));
        try (var http = HttpClient.newHttpClient()) {
            String entries = http.send(HttpRequest.newBuilder(ledger).build(), BodyHandlers.ofString())
                    .body();
            return JsonMapper.shared().readTree(entries).size();
        }
    }
}
