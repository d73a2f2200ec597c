package com.deliveryhistory.tokens.custody;

import jakarta.validation.constraints.NotNull;
import java.nio.file.Path;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.ConstructorBinding;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The keys to which optin-web seals tokens.
 *
 * @param keyFile JWK set (RFC 7517, section 5) of private X25519 keys; the one to seal to stands first, older ones that
 *     still open what was sealed before follow
 * @param createIfMissing makes the file with one key on first start, readable for its owner alone
 * @param reloadInterval how often the file is looked at for a change
 */
@Validated
@ConfigurationProperties("sealing")
public record SealingSettings(
        @NotNull Path keyFile,
        @DefaultValue("false") boolean createIfMissing,

        @DefaultValue("10s") @DurationMin(millis = 100) Duration reloadInterval) {

    @ConstructorBinding
    public SealingSettings {}

    public SealingSettings(Path keyFile, boolean createIfMissing) {
        this(keyFile, createIfMissing, Duration.ofSeconds(10));
    }
}
