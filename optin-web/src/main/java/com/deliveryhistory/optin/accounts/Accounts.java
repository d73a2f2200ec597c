package com.deliveryhistory.optin.accounts;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.exists;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Filters.ne;
import static com.mongodb.client.model.Filters.or;
import static com.mongodb.client.model.Sorts.ascending;

import com.deliveryhistory.events.CompanyId;
import com.deliveryhistory.optin.accounts.Member.Role;
import com.deliveryhistory.optin.languages.Languages;
import com.deliveryhistory.optin.mail.Mail;
import com.deliveryhistory.optin.storage.Inserts;
import com.deliveryhistory.optin.storage.Person;
import com.deliveryhistory.services.storage.AlreadyThere;
import com.deliveryhistory.services.storage.Indexed;
import com.deliveryhistory.services.storage.SignInNames;
import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.Updates;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Repository;

/**
 * The people. Sign-in names are unique over all companies, whatever their case. What somebody may do is the company's to
 * know, see {@link Companies}; the document here says only as what they join it.
 */
@Repository
public class Accounts implements Indexed {

    /** How many people a company may have; every list of them ends there. */
    public static final int LARGEST_COMPANY = 500;

    private static final Logger log = LoggerFactory.getLogger(Accounts.class);

    private static final int ADMINS_TO_NAME = 10;
    private static final int ACCOUNTS_OF_AN_ADDRESS = 5;

    /** The time of the last sign-in is that exact and no more, which saves writes. */
    private static final Duration SIGN_IN_PRECISION = Duration.ofMinutes(1);

    static final String COLLECTION = "users";
    static final String NAME = "name";
    private static final String COMPANY = "company";
    private static final String JOINS_AS = "role";
    static final String PASSWORD_HASH = "passwordHash";
    static final String EMAIL = "email";
    static final String EMAIL_KEY = "emailKey";

    /** Company and address that were proved to be the person's: within a company an address is one person's. */
    static final String PROVED_EMAIL = "provedEmail";

    private static final String LANGUAGE = "language";
    private static final String INVITATION = "invitation";
    private static final String CREATED_AT = "createdAt";
    private static final String LAST_SIGN_IN_AT = "lastSignInAt";

    private final MongoCollection<Document> users;
    private final Companies companies;

    Accounts(MongoDatabase database, Companies companies) {
        this.users = database.getCollection(COLLECTION);
        this.companies = companies;
    }

    @Override
    public void createIndexes() {
        users.createIndex(Indexes.ascending(COMPANY, "_id"));
        users.createIndex(Indexes.ascending(EMAIL_KEY, COMPANY));
    }

    @Override
    public void createUniqueIndexes() {
        users.createIndex(
                Indexes.ascending(PROVED_EMAIL), new IndexOptions().unique(true).sparse(true));
    }

    /** The sign-in names of those who can opt the company in. */
    public List<String> adminsOf(CompanyId company) {
        return users.find(in("_id", company(company.value()).admins()))
                .projection(Projections.include(NAME))
                .sort(ascending("_id"))
                .limit(ADMINS_TO_NAME)
                .map(user -> Objects.requireNonNull(user.getString(NAME)))
                .into(new ArrayList<>());
    }

    /** The company's administrators who can be written to. */
    public List<Contact> contactsOf(CompanyId company) {
        return users
                .find(and(in("_id", company(company.value()).admins()), exists(EMAIL)))
                .sort(ascending("_id"))
                .limit(LARGEST_COMPANY)
                .into(new ArrayList<>())
                .stream()
                .filter(Accounts::canBeWrittenTo)
                .map(Accounts::contact)
                .toList();
    }

    /** The person, if there is an address to write to. */
    public Optional<Contact> contact(String name) {
        return Optional.ofNullable(users.find(and(eq("_id", SignInNames.key(name)), exists(EMAIL)))
                        .first())
                .filter(Accounts::canBeWrittenTo)
                .map(Accounts::contact);
    }

    /** In which language mails to the person are. */
    public Locale languageOf(Account account) {
        return Languages.find(account.member().language()).orElse(Languages.DEFAULT);
    }

    /** The companies behind an id, by id, with their people; {@code ""}: from the first one on. */
    public List<Company> companies(String after, int limit) {
        return companies.page(after, limit).stream()
                .map(company -> company(company.id()))
                .toList();
    }

    /** Everybody in the company, by name. */
    public List<Account> of(CompanyId id) {
        Company company = company(id.value());
        return users.find(eq(COMPANY, id.value()))
                .sort(ascending("_id"))
                .limit(LARGEST_COMPANY)
                .map(user -> read(user, company))
                .into(new ArrayList<>());
    }

    public Optional<Account> find(String name) {
        return Optional.ofNullable(users.find(eq("_id", SignInNames.key(name))).first())
                .map(this::read);
    }

    /** Somebody of this company only. */
    public Optional<Account> find(CompanyId company, String name) {
        return Optional.ofNullable(users.find(and(eq("_id", SignInNames.key(name)), eq(COMPANY, company.value())))
                        .first())
                .map(this::read);
    }

    /** The account of who is signed in. */
    public Account of(Member member) {
        return find(member.company(), member.name())
                .orElseThrow(() -> new IllegalStateException("There is no account of " + member.name()));
    }

    /** Those with this address, in all companies. */
    public List<Account> findByEmail(EmailAddress email) {
        return byEmail(eq(EMAIL_KEY, email.key()));
    }

    /** Those with this address in one company. */
    public List<Account> findByEmail(CompanyId company, EmailAddress email) {
        return byEmail(and(eq(EMAIL_KEY, email.key()), eq(COMPANY, company.value())));
    }

    private List<Account> byEmail(Bson filter) {
        return users.find(filter)
                .sort(ascending("_id"))
                .limit(ACCOUNTS_OF_AN_ADDRESS)
                .map(this::read)
                .into(new ArrayList<>());
    }

    /** Those of these sign-in names that are taken. */
    Set<String> taken(Collection<String> names) {
        return users.find(in("_id", names.stream().map(SignInNames::key).toList()))
                .projection(Projections.include("_id"))
                .map(user -> user.getString("_id"))
                .into(new HashSet<>());
    }

    /** Adds the users whose names are free; others stay as they are. */
    void add(Collection<Account> added, Instant now) {
        Inserts.insertAbsent(
                users, added.stream().map(account -> document(account, now)).toList());
    }

    /**
     * Adds somebody.
     *
     * @param invitation what the account comes from; adding it again from there changes nothing
     * @return false if the name is taken, or the address, which is proved, is somebody else's of the company
     */
    public boolean add(Account account, String invitation, Instant now) {
        return Inserts.insertIfAbsent(users, document(account, now).append(INVITATION, invitation))
                || isFrom(account.name(), invitation);
    }

    /** Whether there is this account, and it was added from there. */
    public boolean isFrom(String name, String invitation) {
        return users.find(and(eq("_id", SignInNames.key(name)), eq(INVITATION, invitation)))
                        .first()
                != null;
    }

    /** Some of the company's people, as whom to erase. */
    public List<Person> toErase(CompanyId company, int most) {
        return users.find(eq(COMPANY, company.value()))
                .limit(most)
                .map(Accounts::person)
                .into(new ArrayList<>());
    }

    /** Somebody of the company, as whom to erase. */
    public Optional<Person> toErase(CompanyId company, String name) {
        return Optional.ofNullable(users.find(and(eq("_id", SignInNames.key(name)), eq(COMPANY, company.value())))
                        .first())
                .map(Accounts::person);
    }

    /** Whether somebody of another company has that sign-in name. */
    public boolean isNameOfAnother(Person person) {
        return users.find(and(
                                eq("_id", person.key()),
                                ne(COMPANY, person.company().value())))
                        .projection(Projections.include("_id"))
                        .first()
                != null;
    }

    /** The account is no more, which is the last that goes of a person. */
    public void remove(Person person) {
        users.deleteOne(
                and(eq("_id", person.key()), eq(COMPANY, person.company().value())));
    }

    private static Person person(Document user) {
        String email = user.getString(EMAIL);
        return new Person(
                new CompanyId(user.getString(COMPANY)), user.getString(NAME), email == null ? Set.of() : Set.of(email));
    }

    /** Notes that somebody signed in. */
    public void signedIn(String name, Instant at) {
        users.updateOne(
                and(
                        eq("_id", SignInNames.key(name)),
                        or(
                                exists(LAST_SIGN_IN_AT, false),
                                lt(LAST_SIGN_IN_AT, Date.from(at.minus(SIGN_IN_PRECISION))))),
                Updates.set(LAST_SIGN_IN_AT, Date.from(at)));
    }

    /** Stores the same password anew, unless another one was set since. */
    void rehash(String name, String before, String hash) {
        users.updateOne(
                and(eq("_id", SignInNames.key(name)), eq(PASSWORD_HASH, before)), Updates.set(PASSWORD_HASH, hash));
    }

    /**
     * Notes that the address is proved to be the person's, if it still is the account's, and nobody else of the company has
     * proved it.
     */
    public void proveEmail(Account account, EmailAddress email) {
        try {
            users.updateOne(
                    and(eq("_id", SignInNames.key(account.name())), eq(EMAIL_KEY, email.key())),
                    Updates.set(PROVED_EMAIL, proved(account.member().companyId(), email.key())));
        } catch (MongoWriteException e) {
            if (!AlreadyThere.is(e)) {
                throw e;
            }
        }
    }

    /** Sets the language; {@code null}: the browser's. */
    public void changeLanguage(String name, @Nullable String tag) {
        users.updateOne(
                eq("_id", SignInNames.key(name)), tag == null ? Updates.unset(LANGUAGE) : Updates.set(LANGUAGE, tag));
    }

    /** The company, everybody of it being in one list or another. */
    private Company company(String id) {
        Company company = companies.find(id).orElseGet(() -> Company.unknown(id));
        List<Document> newcomers = users
                .find(eq(COMPANY, id))
                .projection(Projections.include(JOINS_AS))
                .limit(LARGEST_COMPANY)
                .into(new ArrayList<>())
                .stream()
                .filter(user -> !company.knows(user.getString("_id")))
                .toList();
        return newcomers.isEmpty() ? company : joined(company, newcomers);
    }

    private Company joined(Company company, List<Document> newcomers) {
        for (Document user : newcomers) {
            String key = user.getString("_id");
            companies.join(company.id(), key, Role.valueOf(user.getString(JOINS_AS)));
            if (users.find(eq("_id", key)).first() == null) { // erased since it was read
                companies.leave(company.id(), key);
            }
        }
        return companies.find(company.id()).orElse(company);
    }

    private Account read(Document user) {
        String id = user.getString(COMPANY);
        Company company = companies.find(id).orElseGet(() -> Company.unknown(id));
        return read(user, company.knows(user.getString("_id")) ? company : joined(company, List.of(user)));
    }

    private static Account read(Document user, Company company) {
        String key = user.getString("_id");
        Date lastSignInAt = user.getDate(LAST_SIGN_IN_AT);
        Member member = new Member(
                user.getString(NAME), company.id(), company.name(), company.roleOf(key), user.getString(LANGUAGE));
        String email = user.getString(EMAIL);
        return new Account(
                member,
                company.stateOf(key),
                email != null && Mail.isAddress(email) ? email : null,
                proved(company.id(), user.getString(EMAIL_KEY)).equals(user.getString(PROVED_EMAIL)),
                user.getString(PASSWORD_HASH),
                lastSignInAt == null ? null : lastSignInAt.toInstant());
    }

    static String proved(String companyId, @Nullable String emailKey) {
        return companyId + "/" + emailKey;
    }

    /** Addresses are checked before they are stored; one that came there otherwise must not keep others from being told. */
    private static boolean canBeWrittenTo(Document user) {
        String email = user.getString(EMAIL);
        boolean usable = email != null && Mail.isAddress(email);
        if (!usable) {
            log.error("The stored e-mail address of {} is none that mail can be sent to", user.getString(NAME));
        }
        return usable;
    }

    private static Contact contact(Document user) {
        return new Contact(
                user.getString(NAME),
                user.getString(EMAIL),
                Languages.find(user.getString(LANGUAGE)).orElse(Languages.DEFAULT));
    }

    private static Document document(Account account, Instant now) {
        Document user = new Document("_id", SignInNames.key(account.name()))
                .append(NAME, account.name())
                .append(COMPANY, account.member().companyId())
                .append(JOINS_AS, account.member().role().name())
                .append(CREATED_AT, Date.from(now));
        if (account.passwordHash() != null) {
            user.append(PASSWORD_HASH, account.passwordHash());
        }
        if (account.email() != null) {
            String emailKey = new EmailAddress(account.email()).key();
            user.append(EMAIL, account.email()).append(EMAIL_KEY, emailKey);
            if (account.emailProved()) {
                user.append(PROVED_EMAIL, proved(account.member().companyId(), emailKey));
            }
        }
        if (account.member().language() != null) {
            user.append(LANGUAGE, account.member().language());
        }
        return user;
    }
}
