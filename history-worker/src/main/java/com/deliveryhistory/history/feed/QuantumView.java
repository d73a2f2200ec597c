package com.deliveryhistory.history.feed;

import com.deliveryhistory.events.GrantId;
import com.deliveryhistory.history.feed.QuantumViewApi.DateTimeRange;
import com.deliveryhistory.history.feed.QuantumViewApi.Envelope;
import com.deliveryhistory.history.feed.QuantumViewApi.EventsRequest;
import com.deliveryhistory.history.feed.QuantumViewApi.Reference;
import com.deliveryhistory.history.feed.QuantumViewApi.Request;
import com.deliveryhistory.history.feed.QuantumViewApi.Subscription;
import com.deliveryhistory.history.ups.UpsAnswer;
import com.deliveryhistory.history.ups.UpsCalls;
import com.deliveryhistory.history.ups.UpsClients;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import org.springframework.stereotype.Component;

/**
 * UPS's Quantum View feed. Always asks by date range: asking for what is "unread" would mark it as read, and a repeat
 * would get nothing.
 */
@Component
final class QuantumView implements Feed {

    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("uuuuMMddHHmmss");

    private final QuantumViewApi api;
    private final UpsCalls calls;
    private final FeedSettings settings;

    QuantumView(UpsClients clients, UpsCalls calls, FeedSettings settings) {
        this.api = clients.client(QuantumViewApi.class);
        this.calls = calls;
        this.settings = settings;
    }

    @Override
    public FeedAnswer page(FeedQuery query, String authorization) {
        UpsAnswer answer = calls.make("quantumview", () -> api.events(authorization, request(query)));
        return read(query.grant(), answer);
    }

    /** What an answer says. */
    static FeedAnswer read(GrantId grant, UpsAnswer answer) {
        return switch (answer) {
            case UpsAnswer.Content content -> PageParser.parse(grant, content.body());
            case UpsAnswer.CutShort cut -> PageParser.parse(grant, cut);
            case UpsAnswer.TokenRefused refused -> new FeedAnswer.TokenRefused(refused.code());
            case UpsAnswer.Refused refused -> new FeedAnswer.Rejected(refused.reason());
            case UpsAnswer.TryLater later -> new FeedAnswer.TryLater(later.after(), later.reason(), later.strain());
        };
    }

    private EventsRequest request(FeedQuery query) {
        return new EventsRequest(new Envelope(
                new Request(new Reference(query.grant().toString()), "QVEvents"),
                new Subscription(settings.subscription(), new DateTimeRange(stamp(query.begin()), stamp(query.end()))),
                query.bookmark()));
    }

    private String stamp(Instant time) {
        return STAMP.format(time.atZone(settings.timeZone()));
    }
}
