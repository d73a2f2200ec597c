package com.deliveryhistory.upssandbox.accounts;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.core.io.Resource;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Adds the profiles of a file at start, before the first request is answered:
 * <code>{"users":[{"username","email","password","shipperNumber"}]}</code>. A profile that exists stays as it is, its
 * password above all.
 */
@Component
class AccountsImport implements InitializingBean {

    private static final Logger log = LoggerFactory.getLogger(AccountsImport.class);

    private final AccountsSettings settings;
    private final Profiles profiles;
    private final JsonMapper json;

    AccountsImport(AccountsSettings settings, Profiles profiles, JsonMapper json) {
        this.settings = settings;
        this.profiles = profiles;
        this.json = json;
    }

    @Override
    public void afterPropertiesSet() throws IOException {
        Resource file = settings.importFile();
        if (file == null) {
            return;
        }
        long added;
        try (InputStream content = file.getInputStream()) {
            added = json.readValue(content, ImportFile.class).users().stream()
                    .filter(this::add)
                    .count();
        }
        log.info("{} UPS.com profiles added from {}", added, file.getFilename());
    }

    /** Looks before it hashes: hashing is made slow on purpose, and most starts add nobody. */
    private boolean add(ImportedUser user) {
        return profiles.named(user.username()).isEmpty()
                && profiles.signUp(user.username(), user.email(), user.password(), user.shipperNumber());
    }

    record ImportFile(List<ImportedUser> users) {}

    record ImportedUser(
            String username,
            String email,
            String password,
            @Nullable String shipperNumber) {

        @Override
        public String toString() {
            return "ImportedUser[" + username + "]";
        }
    }
}
