package com.deliveryhistory.tokens.custody;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.ConstructorBinding;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The master keys that encrypt the data keys.
 *
 * @param localKeyFile master keys of the provider {@code local}: each 96 random bytes in base64, one a line; the first
 *     is used, those below it still open what was encrypted under them
 * @param createIfMissing makes the file with one key on first start, readable for its owner alone
 * @param provider the KMS provider under which data keys are encrypted: {@code local}, {@code aws}, {@code azure},
 *     {@code gcp}, {@code kmip}, or one of these with a name of its own such as {@code aws:second}
 * @param masterKey the master key there, by the provider's own options
 * @param kmsProviders credentials of each KMS provider that is used, or was and has data keys left; {@code ssl-bundle}
 *     among them names the TLS settings
 * @param reloadInterval how often the file is looked at for a change
 */
@Validated
@ConfigurationProperties("encryption")
public record EncryptionSettings(
        @NotNull Path localKeyFile,
        @DefaultValue("false") boolean createIfMissing,
        @DefaultValue("local") @NotBlank String provider,
        @DefaultValue Map<String, String> masterKey,
        @DefaultValue Map<String, Map<String, String>> kmsProviders,

        @DefaultValue("10s") @DurationMin(millis = 100) Duration reloadInterval) {

    @ConstructorBinding
    public EncryptionSettings {
        masterKey = Map.copyOf(masterKey);
        kmsProviders = Map.copyOf(kmsProviders);
    }

    /** The provider {@code local}. */
    public EncryptionSettings(Path localKeyFile, boolean createIfMissing) {
        this(localKeyFile, createIfMissing, "local", Map.of(), Map.of(), Duration.ofSeconds(10));
    }

    @Override
    public String toString() {
        return "EncryptionSettings[provider=%s, localKeyFile=%s, kmsProviders=%s]"
                .formatted(provider, localKeyFile, kmsProviders.keySet());
    }
}
