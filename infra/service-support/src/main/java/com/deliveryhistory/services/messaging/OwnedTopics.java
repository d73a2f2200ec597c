package com.deliveryhistory.services.messaging;

import com.deliveryhistory.events.Topic;
import java.util.List;

/** The topics that a service owns and creates: those it writes, and the dead letters of those it reads. */
public record OwnedTopics(List<Topic> topics) {

    public OwnedTopics {
        topics = List.copyOf(topics);
    }

    public static OwnedTopics of(Topic... topics) {
        return new OwnedTopics(List.of(topics));
    }
}
