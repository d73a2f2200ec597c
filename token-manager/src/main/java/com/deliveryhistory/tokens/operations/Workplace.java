package com.deliveryhistory.tokens.operations;

import com.deliveryhistory.events.GrantId;
import com.deliveryhistory.services.commands.NotDone;
import com.deliveryhistory.services.messaging.DeadLetterTopics;
import com.deliveryhistory.services.messaging.LatestEvents;
import com.deliveryhistory.tokens.custody.DataKeyRotation;
import com.deliveryhistory.tokens.custody.MasterKeyRotation;
import com.deliveryhistory.tokens.grants.Dossier;
import com.deliveryhistory.tokens.grants.Dossiers;
import com.deliveryhistory.tokens.grants.Grant.Active;
import com.deliveryhistory.tokens.grants.Grants;
import com.deliveryhistory.tokens.optins.Erasure;
import com.deliveryhistory.tokens.optins.OptIns;
import com.deliveryhistory.tokens.refresh.RefreshSettings;
import com.deliveryhistory.tokens.refresh.Refreshes;
import com.mongodb.client.MongoDatabase;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.boot.mongodb.autoconfigure.MongoConnectionDetails;
import org.springframework.context.ApplicationContext;

/** What commands work with: the service's own parts, each made when it is first asked for. */
final class Workplace {

    private static final long STORE_PATIENCE_SECONDS = 5;

    private final ApplicationContext context;

    Workplace(ApplicationContext context) {
        this.context = context;
    }

    /** Fails within seconds if the store does not answer: most parts would wait for it as long as it takes. */
    void requireStore() {
        database().withTimeout(STORE_PATIENCE_SECONDS, TimeUnit.SECONDS).runCommand(new Document("ping", 1));
    }

    /** Where the store is, without what is secret in its address. */
    String storeAddress() {
        return String.join(
                ",",
                context.getBean(MongoConnectionDetails.class)
                        .getConnectionString()
                        .getHosts());
    }

    String kafkaAddress() {
        List<String> servers = context.getBean(KafkaProperties.class).getBootstrapServers();
        return String.join(",", servers);
    }

    MongoDatabase database() {
        return context.getBean(MongoDatabase.class);
    }

    Clock clock() {
        return context.getBean(Clock.class);
    }

    Audit audit() {
        return context.getBean(Audit.class);
    }

    Grants grants() {
        return context.getBean(Grants.class);
    }

    Dossiers dossiers() {
        return context.getBean(Dossiers.class);
    }

    /**
     * What is stored of the grant.
     *
     * @throws NotDone if nothing is
     */
    Dossier dossier(GrantId id) {
        return dossiers()
                .find(id)
                .orElseThrow(() -> new NotDone("There is no grant %s: \"grants --company %s\" shows the company's"
                        .formatted(id, id.company())));
    }

    /** The id of the data key that the grant's tokens are encrypted with; {@code null} if it has no tokens. */
    @Nullable
    String dataKeyOf(Dossier dossier) {
        if (!(dossier.grant() instanceof Active active)) {
            return null;
        }
        // the driver's ciphertext has it behind the first byte
        ByteBuffer ciphertext = ByteBuffer.wrap(active.tokens().ciphertext());
        return ciphertext.remaining() < 17 ? null : new UUID(ciphertext.getLong(1), ciphertext.getLong(9)).toString();
    }

    Refreshes refreshes() {
        return context.getBean(Refreshes.class);
    }

    RefreshSettings refreshSettings() {
        return context.getBean(RefreshSettings.class);
    }

    MasterKeyRotation masterKeyRotation() {
        return context.getBean(MasterKeyRotation.class);
    }

    DataKeyRotation dataKeyRotation() {
        return context.getBean(DataKeyRotation.class);
    }

    Erasure erasure() {
        return context.getBean(Erasure.class);
    }

    OptIns optIns() {
        return context.getBean(OptIns.class);
    }

    DeadLetterTopics deadLetterTopics() {
        return context.getBean(DeadLetterTopics.class);
    }

    Replayed replayed() {
        return context.getBean(Replayed.class);
    }

    LatestEvents latestEvents() {
        return context.getBean(LatestEvents.class);
    }
}
