package com.deliveryhistory.optin;

import com.deliveryhistory.optin.StandIn.Answer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeEach;

/** The page to which lists of numbers are uploaded, and a history-worker that takes them. */
abstract class UploadTest extends WebTest {

    static final String NUMBER = "1Z12345E0205271688";

    @BeforeEach
    void historyWorkerTakesNumbers() {
        outside.historyWorker.answer(
                path(),
                request -> request.method().equals("POST")
                        ? Answer.of(202, upload("FILLING", 2))
                        : Answer.ok("{\"uploads\":[" + upload("FILLING", 2) + "]}"));
        outside.historyWorker.answer(path() + "/u1", request -> Answer.ok(upload("FILLING", 2)));
    }

    int posts() {
        return (int) outside.historyWorker.requests(path()).stream()
                .filter(request -> request.method().equals("POST"))
                .count();
    }

    StandIn.Request lastRequest() {
        return outside.historyWorker.requests(path()).stream()
                .filter(request -> request.method().equals("POST"))
                .reduce((one, next) -> next)
                .orElseThrow();
    }

    String path() {
        return "/v1/companies/" + company + "/tracking-numbers";
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static String upload(String state, int waiting) {
        return """
                {"id":"u1","createdAt":"2026-01-02T10:00:00Z","state":"%s","numbers":3,"repeated":1,"bad":103,
                 "badLines":[{"line":2,"reason":"a tracking number has 7 to 34 letters and digits"},
                             {"line":3,"reason":"something new"}],
                 "progress":{"waiting":%d,"found":%d,"known":0,"notFound":0,"tooOld":1}}
                """.formatted(state, waiting, 3 - waiting);
    }
}
