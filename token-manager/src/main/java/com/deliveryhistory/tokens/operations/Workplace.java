package com.deliveryhistory.tokens.operations;

import com.deliveryhistory.events.GrantId;
import com.deliveryhistory.services.commands.NotDone;
import com.deliveryhistory.services.commands.ServiceWorkplace;
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
import java.nio.ByteBuffer;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.kafka.autoconfigure.KafkaConnectionDetails;
import org.springframework.context.ApplicationContext;

/** What token-manager's commands work with. */
final class Workplace extends ServiceWorkplace {

    Workplace(ApplicationContext context) {
        super(context);
    }

    String kafkaAddress() {
        List<String> servers = part(KafkaConnectionDetails.class).getBootstrapServers();
        return String.join(",", servers);
    }

    Grants grants() {
        return part(Grants.class);
    }

    Dossiers dossiers() {
        return part(Dossiers.class);
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
        return part(Refreshes.class);
    }

    RefreshSettings refreshSettings() {
        return part(RefreshSettings.class);
    }

    MasterKeyRotation masterKeyRotation() {
        return part(MasterKeyRotation.class);
    }

    DataKeyRotation dataKeyRotation() {
        return part(DataKeyRotation.class);
    }

    Erasure erasure() {
        return part(Erasure.class);
    }

    OptIns optIns() {
        return part(OptIns.class);
    }

    DeadLetterTopics deadLetterTopics() {
        return part(DeadLetterTopics.class);
    }

    Replayed replayed() {
        return part(Replayed.class);
    }

    LatestEvents latestEvents() {
        return part(LatestEvents.class);
    }
}
