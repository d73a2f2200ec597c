package com.deliveryhistory.tokens;

import com.deliveryhistory.events.Topics;
import com.deliveryhistory.services.auth.ServiceIdentity;
import com.deliveryhistory.services.background.BackgroundLoop;
import com.deliveryhistory.services.messaging.EventPublisher;
import com.deliveryhistory.services.messaging.OwnedTopics;
import com.deliveryhistory.services.storage.StartsWithStore;
import com.deliveryhistory.tokens.custody.DataKeyRotation;
import com.deliveryhistory.tokens.custody.EncryptionSettings;
import com.deliveryhistory.tokens.custody.KeyMetrics;
import com.deliveryhistory.tokens.custody.MasterKeyRotation;
import com.deliveryhistory.tokens.custody.SealingKeys;
import com.deliveryhistory.tokens.custody.SealingSettings;
import com.deliveryhistory.tokens.custody.Vault;
import com.deliveryhistory.tokens.grants.Dossiers;
import com.deliveryhistory.tokens.grants.GrantFigures;
import com.deliveryhistory.tokens.grants.GrantMetrics;
import com.deliveryhistory.tokens.grants.Grants;
import com.deliveryhistory.tokens.grants.Outbox;
import com.deliveryhistory.tokens.grants.Relay;
import com.deliveryhistory.tokens.grants.RelaySettings;
import com.deliveryhistory.tokens.refresh.RefreshSettings;
import com.deliveryhistory.tokens.refresh.UpsSettings;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import java.time.Clock;
import org.bson.Document;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Where grants are kept and how their events get out. */
@Configuration(proxyBeanMethods = false)
class StoreConfiguration {

    @Bean
    Vault vault(EncryptionSettings settings, MongoDatabase database, SslBundles sslBundles) {
        return Vault.in(
                database, settings, bundle -> sslBundles.getBundle(bundle).createSslContext());
    }

    /** With keys that open nothing of what is stored the service ends before it is ready. */
    @Bean
    StartsWithStore vaultStart(Vault vault) {
        return vault::open;
    }

    @Bean
    SealingKeys sealingKeys(SealingSettings settings) {
        return SealingKeys.from(settings);
    }

    /** Keys change without a restart. */
    @Bean
    BackgroundLoop encryptionKeyReload(Vault vault, EncryptionSettings settings) {
        return BackgroundLoop.of("reading of encryption keys", settings.reloadInterval(), vault::reload);
    }

    @Bean
    BackgroundLoop sealingKeyReload(SealingKeys keys, SealingSettings settings) {
        return BackgroundLoop.of("reading of sealing keys", settings.reloadInterval(), keys::reload);
    }

    @Bean
    KeyMetrics keyMetrics(Vault vault, SealingKeys keys) {
        return new KeyMetrics(vault, keys);
    }

    @Bean
    MasterKeyRotation masterKeyRotation(Vault vault) {
        return new MasterKeyRotation(vault);
    }

    @Bean
    DataKeyRotation dataKeyRotation(Vault vault, Grants grants) {
        return new DataKeyRotation(vault, grants);
    }

    @Bean
    MongoCollection<Document> grantDocuments(MongoDatabase database) {
        return database.getCollection("grants");
    }

    @Bean
    Outbox outbox(MongoCollection<Document> grantDocuments) {
        return new Outbox(grantDocuments);
    }

    @Bean
    Relay relay(Outbox outbox, EventPublisher publisher, RelaySettings settings, Clock clock) {
        return new Relay(outbox, publisher::publishRecords, publisher.longest(), settings, clock);
    }

    @Bean
    Grants grants(MongoCollection<Document> grantDocuments, MongoDatabase database, Relay relay) {
        return new Grants(grantDocuments, database.getCollection("companies"), relay::soon);
    }

    @Bean
    Dossiers dossiers(MongoCollection<Document> grantDocuments) {
        return new Dossiers(grantDocuments);
    }

    @Bean
    GrantMetrics grantMetrics(
            MongoCollection<Document> grantDocuments,
            Outbox outbox,
            UpsSettings ups,
            RefreshSettings refresh,
            Clock clock) {
        return new GrantMetrics(
                new GrantFigures(grantDocuments), outbox, ups.applications().keySet(), refresh.lease(), clock);
    }

    @Bean
    OwnedTopics topics(ServiceIdentity identity) {
        return OwnedTopics.of(Topics.GRANT, Topics.OPT_IN.deadLetters(identity.name()));
    }
}
