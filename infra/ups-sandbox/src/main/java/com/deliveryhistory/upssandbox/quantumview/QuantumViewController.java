package com.deliveryhistory.upssandbox.quantumview;

import com.deliveryhistory.upssandbox.feed.Feed;
import com.deliveryhistory.upssandbox.feed.Feeds;
import com.deliveryhistory.upssandbox.oauth.BearerCheck;
import com.deliveryhistory.upssandbox.oauth.BearerCheck.Caller;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Quantum View v3. */
@RestController
class QuantumViewController {

    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("MM-dd-uuuu-HH-mm", Locale.ROOT);
    private static final int LONGEST_SUBSCRIBER = 16;

    private final BearerCheck bearerCheck;
    private final Feeds feeds;
    private final QuantumViewPages pages;
    private final QuantumViewSettings settings;
    private final JsonMapper json;

    QuantumViewController(
            BearerCheck bearerCheck,
            Feeds feeds,
            QuantumViewPages pages,
            QuantumViewSettings settings,
            JsonMapper json) {
        this.bearerCheck = bearerCheck;
        this.feeds = feeds;
        this.pages = pages;
        this.settings = settings;
        this.json = json;
    }

    @PostMapping(path = "/api/quantumview/v3/events", consumes = MediaType.APPLICATION_JSON_VALUE)
    JsonNode events(@RequestBody JsonNode body, HttpServletRequest call) {
        Caller caller = bearerCheck.check(call);
        Feed feed = feeds.use(caller.shipperNumber());
        try {
            Query.Request request = Query.Request.read(body, settings.subscriptionName(), feed.zone());
            String subscriber = subscriber(caller);
            return answer(request, feed, subscriber, pages.page(request.query(), request.bookmark(), feed, subscriber));
        } catch (InvalidQuery invalid) {
            return switch (settings.errorShape()) {
                case ENVELOPE -> throw invalid.asUpsError();
                case IN_ANSWER -> failure(body, caller, invalid);
            };
        }
    }

    private ObjectNode answer(Query.Request request, Feed feed, String subscriber, QuantumViewPages.Page page) {
        ObjectNode wrapper = json.createObjectNode();
        ObjectNode answer = wrapper.putObject("QuantumViewResponse");
        String context = request.customerContext();
        answer.set("Response", response(context == null ? "" : context, true));
        ObjectNode events = answer.putObject("QuantumViewEvents").put("SubscriberID", subscriber);
        ObjectNode subscription = events.putArray("SubscriptionEvents")
                .addObject()
                .put("Name", settings.subscriptionName())
                .put("Number", "5BX0000000" + feed.shipperNumber());
        subscription.putObject("SubscriptionStatus").put("Code", "A").put("Description", "Active");
        if (request.query() instanceof Query.Range range && !range.begin().equals(Instant.MIN)) {
            subscription
                    .putObject("DateRange")
                    .put("BeginDate", MINUTE.format(range.begin().atZone(feed.zone())))
                    .put("EndDate", MINUTE.format(range.end().atZone(feed.zone())));
        }
        if (!page.files().isEmpty()) {
            subscription.set("SubscriptionFile", page.files());
        }
        if (page.next() != null) {
            answer.put("Bookmark", page.next().text());
        }
        return wrapper;
    }

    private ObjectNode failure(JsonNode body, Caller caller, InvalidQuery invalid) {
        ObjectNode wrapper = json.createObjectNode();
        ObjectNode answer = wrapper.putObject("QuantumViewResponse");
        ObjectNode response = response(Query.Request.customerContext(body).orElse(""), false);
        response.putArray("Error")
                .addObject()
                .put("ErrorSeverity", "Hard")
                .put("ErrorCode", invalid.code())
                .put("ErrorDescription", invalid.text());
        answer.set("Response", response);
        answer.putObject("QuantumViewEvents").put("SubscriberID", subscriber(caller));
        return wrapper;
    }

    private ObjectNode response(String customerContext, boolean success) {
        ObjectNode response = json.createObjectNode();
        response.putObject("TransactionReference").put("CustomerContext", customerContext);
        return response.put("ResponseStatusCode", success ? "1" : "0")
                .put("ResponseStatusDescription", success ? "Success" : "Failure");
    }

    private static String subscriber(Caller caller) {
        String name = caller.username();
        return name.substring(0, Math.min(name.length(), LONGEST_SUBSCRIBER));
    }
}
