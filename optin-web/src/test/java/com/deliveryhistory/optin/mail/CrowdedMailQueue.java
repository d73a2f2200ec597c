package com.deliveryhistory.optin.mail;

import com.mongodb.client.MongoDatabase;
import java.time.Clock;

/** The queue, which may be told that as many mails wait as may wait. */
public class CrowdedMailQueue extends MailQueue {

    private volatile boolean crowded;

    public CrowdedMailQueue(MongoDatabase database, MailSettings settings, Clock clock) {
        super(database, settings, clock);
    }

    public void crowded(boolean is) {
        crowded = is;
    }

    @Override
    public boolean hasRoom() {
        return !crowded && super.hasRoom();
    }
}
