package com.deliveryhistory.upssandbox.accounts;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.Updates;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Component;

/** The UPS.com profiles in MongoDB. Names and addresses are compared without regard to case. */
@Component
public class Profiles {

    private static final int SHORTEST_PASSWORD = 8;
    /** bcrypt takes no more bytes. */
    private static final int LONGEST_PASSWORD = 72;

    private final MongoCollection<Document> profiles;
    private final PasswordEncoder passwords;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    Profiles(MongoDatabase database, PasswordEncoder passwords, ApplicationEventPublisher events, Clock clock) {
        this.profiles = database.getCollection("profiles");
        this.passwords = passwords;
        this.events = events;
        this.clock = clock;
        profiles.createIndex(Indexes.ascending("emailKey"), new IndexOptions().unique(true));
    }

    /** The profile with this user name. */
    public Optional<Profile> named(String username) {
        return Optional.ofNullable(
                        profiles.find(Filters.eq("_id", key(username))).first())
                .map(Profiles::profile);
    }

    /** The profile with this user name or e-mail address. */
    public Optional<Profile> find(String usernameOrEmail) {
        return named(usernameOrEmail)
                .or(() -> Optional.ofNullable(profiles.find(Filters.eq("emailKey", key(usernameOrEmail)))
                                .first())
                        .map(Profiles::profile));
    }

    /** Whether a new password is neither too short nor too long. */
    public static boolean isAcceptable(String newPassword) {
        return newPassword.length() >= SHORTEST_PASSWORD
                && newPassword.getBytes(StandardCharsets.UTF_8).length <= LONGEST_PASSWORD;
    }

    public boolean passwordMatches(Profile profile, String password) {
        Document kept =
                profiles.find(Filters.eq("_id", key(profile.username()))).first();
        return kept != null && passwords.matches(password, kept.getString("password"));
    }

    /**
     * Adds a profile.
     *
     * @return false if the user name or the e-mail address is taken
     */
    public boolean signUp(String username, String email, String password, @Nullable String shipperNumber) {
        try {
            profiles.insertOne(new Document("_id", key(username))
                    .append("username", username)
                    .append("email", email)
                    .append("emailKey", key(email))
                    .append("password", passwords.encode(password))
                    .append("shipperNumber", shipperNumber == null ? null : shipperNumber.toUpperCase(Locale.ROOT))
                    .append("credentialVersion", 1)
                    .append("createdAt", clock.instant()));
            return true;
        } catch (MongoWriteException refused) {
            if (refused.getError().getCategory() == ErrorCategory.DUPLICATE_KEY) {
                return false;
            }
            throw refused;
        }
    }

    /**
     * Changes the password; in the same write everything that was authorized under the old one becomes void. Then
     * {@link PasswordChanged} is published.
     */
    public void changePassword(Profile profile, String newPassword) {
        Instant now = clock.instant();
        profiles.updateOne(
                Filters.eq("_id", key(profile.username())),
                Updates.combine(
                        Updates.set("password", passwords.encode(newPassword)),
                        Updates.set("passwordChangedAt", now),
                        Updates.inc("credentialVersion", 1)));
        events.publishEvent(new PasswordChanged(profile, now));
    }

    private static Profile profile(Document kept) {
        return new Profile(
                kept.getString("username"),
                kept.getString("email"),
                kept.getString("shipperNumber"),
                kept.getInteger("credentialVersion"));
    }

    private static String key(String text) {
        return text.strip().toLowerCase(Locale.ROOT);
    }
}
