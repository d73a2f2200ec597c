package com.deliveryhistory.optin.announcements;

import com.deliveryhistory.services.background.BackgroundLoop;
import org.springframework.stereotype.Component;

/** Relays announcements, on a thread of its own: no other work of the service keeps an opt-in from reaching Kafka. */
@Component
class Relay extends BackgroundLoop {

    private final Announcements announcements;

    Relay(Announcements announcements, AnnouncementSettings settings) {
        super("relay of opt-in events", settings.relayInterval(), DEFAULT_PHASE);
        this.announcements = announcements;
    }

    @Override
    protected void round() {
        announcements.relay();
    }
}
