package com.deliveryhistory.optin.accounts;

import com.deliveryhistory.events.CompanyId;
import com.deliveryhistory.optin.accounts.Member.Role;
import com.deliveryhistory.optin.passwords.Passwords;
import com.deliveryhistory.services.settings.UnfitSetting;
import com.deliveryhistory.services.storage.SignInNames;
import com.deliveryhistory.services.storage.StartsWithStore;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.core.io.Resource;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Adds the accounts of {@code accounts.import-file} at start, before the service is ready; none of a person that was erased,
 * nor of a company that was, not even if another one has the id since: the file may still name the people of the earlier one.
 */
@Component
@ConditionalOnWebApplication // not for a command
class AccountImport implements StartsWithStore {

    private static final Logger log = LoggerFactory.getLogger(AccountImport.class);

    private final AccountSettings settings;
    private final Companies companies;
    private final Erasures erasures;
    private final Accounts accounts;
    private final Passwords passwords;
    private final JsonMapper json;
    private final Clock clock;

    AccountImport(
            AccountSettings settings,
            Companies companies,
            Erasures erasures,
            Accounts accounts,
            Passwords passwords,
            JsonMapper json,
            Clock clock) {
        this.settings = settings;
        this.companies = companies;
        this.erasures = erasures;
        this.accounts = accounts;
        this.passwords = passwords;
        this.json = json;
        this.clock = clock;
    }

    @Override
    public void start() {
        if (settings.importFile() != null) {
            add(read(settings.importFile()));
        }
    }

    private void add(ImportFile file) {
        Map<String, Account> absent = new LinkedHashMap<>();
        Map<String, String> hashes = new HashMap<>(); // a hash costs about 50 ms, and local accounts share passwords
        List<String> names = file.companies().stream()
                .flatMap(company -> company.users().stream())
                .map(ImportedUser::name)
                .toList();
        Set<String> taken = accounts.taken(names);
        Map<String, Remembrance> remembered =
                erasures.of(file.companies().stream().map(ImportedCompany::id).toList());
        for (ImportedCompany company : file.companies()) {
            CompanyId id = new CompanyId(company.id());
            Remembrance past = remembered.getOrDefault(company.id(), Remembrance.NOTHING);
            for (ImportedUser user : company.users()) {
                boolean erased = past.goneSince() != null
                        || past.pseudonymOfErased(user.name()).isPresent();
                if (!erased && !taken.contains(SignInNames.key(user.name()))) {
                    Member member = new Member(user.name(), id.value(), company.name(), user.role(), null);
                    String hash = hashes.computeIfAbsent(user.password(), passwords::hash);
                    absent.putIfAbsent(
                            SignInNames.key(user.name()),
                            new Account(member, Account.State.ACTIVE, email(user), false, hash, null));
                }
            }
        }
        companies.add(file.companies().stream()
                .map(company -> Companies.document(company.id(), company.name()))
                .toList());
        accounts.add(absent.values(), clock.instant());
        log.info("Imported {} of {} accounts; the others were there, or were erased", absent.size(), names.size());
    }

    private static @Nullable String email(ImportedUser user) {
        if (user.email() == null) {
            return null;
        }
        return EmailAddress.of(user.email())
                .orElseThrow(() ->
                        new UnfitSetting("accounts.import-file: the e-mail address of " + user.name() + " is none"))
                .value();
    }

    /** Says which setting is wrong, and nothing of the file, which holds passwords. */
    private ImportFile read(Resource resource) {
        try (InputStream in = resource.getInputStream()) {
            return json.readValue(in, ImportFile.class);
        } catch (IOException | JacksonException e) {
            throw new UnfitSetting("accounts.import-file: " + resource.getDescription()
                    + " cannot be read as accounts (" + e.getClass().getSimpleName() + ")");
        }
    }

    record ImportFile(List<ImportedCompany> companies) {
        ImportFile {
            companies = new ArrayList<>(companies);
        }
    }

    record ImportedCompany(String id, String name, List<ImportedUser> users) {}

    record ImportedUser(
            String name,
            Role role,
            String password,
            @Nullable String email) {

        @Override
        public String toString() {
            return "ImportedUser[" + name + "]";
        }
    }
}
