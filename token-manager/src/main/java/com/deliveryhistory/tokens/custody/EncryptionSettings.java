package com.deliveryhistory.tokens.custody;

import jakarta.validation.constraints.NotNull;
import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The key that encrypts the data keys.
 *
 * @param localKeyFile file with the 96 bytes of MongoDB's {@code local} KMS provider
 * @param createIfMissing makes the file on first start, readable for its owner alone
 */
@Validated
@ConfigurationProperties("encryption")
public record EncryptionSettings(
        @NotNull Path localKeyFile, @DefaultValue("false") boolean createIfMissing) {}
