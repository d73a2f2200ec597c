package com.deliveryhistory.systemtests.custody;

import com.deliveryhistory.events.GrantId;
import com.deliveryhistory.localstack.settings.Instance;
import com.deliveryhistory.testing.TestIdentities;
import com.nimbusds.jose.jwk.ECKey;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Callers who take all grants' tokens from all instances again and again, and remember what no caller should see. */
final class TokenTakers implements AutoCloseable {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int CALLERS = 8;

    private final Custody custody;
    private final ECKey key;
    private final ScheduledExecutorService schedule =
            Executors.newScheduledThreadPool(CALLERS * Custody.INSTANCES.size());
    private final Map<String, LongAdder> answers = new ConcurrentHashMap<>();
    private final Map<String, String> tokenOfGeneration = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<Unanswered> unanswered = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<String> wrong = new ConcurrentLinkedQueue<>();

    TokenTakers(Custody custody) throws Exception {
        this.custody = custody;
        this.key = ECKey.parse(Files.readString(custody.stack().data().resolve("keys/history-worker.jwk")));
    }

    /** A request to an instance that got no answer. */
    record Unanswered(Instance instance, Instant from, Instant to, String why) {}

    /** Starts asking each instance for this many tokens a second, of each grant in turn. */
    void start(List<GrantId> grants, int perSecond) {
        for (Instance instance : Custody.INSTANCES) {
            AtomicInteger next = new AtomicInteger();
            for (int caller = 0; caller < CALLERS; caller++) {
                var unused = schedule.scheduleAtFixedRate(
                        () -> take(instance, grants.get(Math.floorMod(next.getAndIncrement(), grants.size()))),
                        caller * 1_000_000L / perSecond,
                        CALLERS * 1_000_000L / perSecond,
                        TimeUnit.MICROSECONDS);
            }
        }
    }

    /** What is wrong whatever happens to the instances. */
    List<String> wrong() {
        return List.copyOf(wrong);
    }

    List<Unanswered> unanswered() {
        return List.copyOf(unanswered);
    }

    /** How often there was which answer, for the report. */
    String summary() {
        return answers + ", unanswered=" + unanswered.size();
    }

    /**
     * Takes a grant's token once.
     *
     * @return the fingerprint of the access token; the answer's problem if there is none
     */
    String take(Instance instance, GrantId grant) {
        Instant from = Instant.now();
        try {
            HttpResponse<String> answer = custody.http()
                    .post(
                            custody.stack().url(instance).resolve("/v1/grants/%s/access-token".formatted(grant)),
                            "{}",
                            "Authorization",
                            "Bearer " + jwt());
            return heed(instance, grant, from, answer);
        } catch (IOException e) {
            unanswered.add(new Unanswered(instance, from, Instant.now(), e.toString()));
            return "no answer";
        } catch (RuntimeException e) {
            wrong.add("%s of %s: %s".formatted(grant, instance, e));
            return "no sense";
        }
    }

    private String heed(Instance instance, GrantId grant, Instant from, HttpResponse<String> answer) {
        answers.computeIfAbsent(String.valueOf(answer.statusCode()), status -> new LongAdder())
                .increment();
        JsonNode body = JSON.readTree(answer.body());
        return switch (answer.statusCode()) {
            case 200 -> handed(instance, grant, from, body);
            case 409 ->
                body.path("state").asString() + "/" + body.path("reason").asString();
            case 503 -> {
                if (answer.headers().firstValue("Retry-After").isEmpty()) {
                    wrong.add("%s does not say when to come back: %s".formatted(instance, body));
                }
                yield "try later";
            }
            default -> {
                wrong.add("%s answered %d for %s: %s".formatted(instance, answer.statusCode(), grant, body));
                yield "no sense";
            }
        };
    }

    /** A generation is one token for ever, and what is handed out lived when it was asked for. */
    private String handed(Instance instance, GrantId grant, Instant from, JsonNode body) {
        String token = UpsSwitches.fingerprint(body.path("accessToken").asString());
        String generation = grant + " generation " + body.path("generation").asLong();
        String other = tokenOfGeneration.putIfAbsent(generation, token);
        if (other != null && !other.equals(token)) {
            wrong.add("%s is %s at one time and %s at another".formatted(generation, other, token));
        }
        if (Instant.parse(body.path("expiresAt").asString()).isBefore(from)) {
            wrong.add("%s gave an expired token of %s".formatted(instance, generation));
        }
        return token;
    }

    private String jwt() {
        return TestIdentities.token("history-worker", key, "token-manager", Map.of());
    }

    /** Returns when the requests under way have been answered. */
    void stop() {
        schedule.close();
    }

    @Override
    public void close() {
        stop();
    }
}
