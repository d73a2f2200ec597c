package com.deliveryhistory.optin.mail;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.exists;
import static com.mongodb.client.model.Filters.lte;
import static com.mongodb.client.model.Sorts.ascending;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.set;
import static com.mongodb.client.model.Updates.unset;

import com.deliveryhistory.events.CompanyId;
import com.deliveryhistory.optin.storage.Inserts;
import com.deliveryhistory.optin.storage.NamesPeople;
import com.deliveryhistory.optin.storage.OfCompanies;
import com.deliveryhistory.optin.storage.OfPeople;
import com.deliveryhistory.optin.storage.Person;
import com.deliveryhistory.services.metrics.Counted;
import com.deliveryhistory.services.storage.Deletion;
import com.deliveryhistory.services.storage.Indexed;
import com.deliveryhistory.services.storage.TtlIndex;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.ReturnDocument;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Repository;

/**
 * Mails that wait to be sent, and, without what they said, those that were. An instance that sends a mail has a claim on
 * it until the lease is over; who has lost the claim changes nothing any more.
 */
@Repository
public class MailQueue implements OfCompanies, OfPeople, NamesPeople, Indexed {

    private static final Logger log = LoggerFactory.getLogger(MailQueue.class);

    private static final String WAITING = "WAITING";
    private static final String SENT = "SENT";
    private static final String UNDELIVERABLE = "UNDELIVERABLE";
    private static final int LONGEST_PROBLEM = 300;

    private final MongoCollection<Document> mails;
    private final MailSettings settings;
    private final Clock clock;
    private final Counted<Figures> figures = new Counted<>(Duration.ofSeconds(10), this::count);

    MailQueue(MongoDatabase database, MailSettings settings, Clock clock) {
        this.mails = database.getCollection("mails");
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public void createIndexes() {
        mails.createIndex(Indexes.ascending("state", "dueAt"));
        mails.createIndex(Indexes.ascending("state", "queuedAt"));
        mails.createIndex(Indexes.ascending("company", "to"));
        TtlIndex.create(mails, "endedAt", settings.keptFor());
    }

    /** How the queue stands. */
    record Figures(long waiting, long undeliverable, long oldestSeconds) {}

    /**
     * Queues a mail, unless one with the same id ever was.
     *
     * @param company to somebody of which it is
     * @throws MailQueueFull if too many wait already
     */
    public void put(CompanyId company, Mail mail) {
        requireRoom(mail);
        putAnyway(company, mail);
    }

    /**
     * Queues a mail however many wait, unless one with the same id ever was: for what was noted since {@link #requireRoom}
     * found room for it, and for what nobody will remember later.
     *
     * @param company to somebody of which it is
     */
    public void putAnyway(CompanyId company, Mail mail) {
        Date now = Date.from(clock.instant());
        Inserts.insertIfAbsent(
                mails,
                new Document("_id", mail.id())
                        .append("company", company.value())
                        .append("state", WAITING)
                        .append("to", mail.to())
                        .append("language", mail.language().toLanguageTag())
                        .append("kind", mail.kind().name())
                        .append("facts", new Document(mail.facts()))
                        .append("queuedAt", now)
                        .append("dueAt", now)
                        .append("refusals", 0));
    }

    /**
     * Queues a mail about what was done already and stays done.
     *
     * @return false, with a record in the log, if too many wait already
     */
    public boolean putIfRoom(CompanyId company, Mail mail) {
        try {
            put(company, mail);
            return true;
        } catch (MailQueueFull e) {
            log.error("{}", e.getMessage());
            return false;
        }
    }

    /**
     * To be asked before what a mail is about is noted.
     *
     * @throws MailQueueFull if too many wait already, so that the mail would not be queued
     */
    public void requireRoom(Mail mail) {
        if (!hasRoom()) {
            throw new MailQueueFull(mail, settings.queueLimit());
        }
    }

    /** Whether a mail with this id ever was queued; what was sent is remembered for {@code mail.kept-for}. */
    public boolean has(String id) {
        return mails.find(eq("_id", id)).projection(Projections.include("_id")).first() != null;
    }

    /** Whether a mail would be queued now; so it is, too, while it cannot be counted. */
    public boolean hasRoom() {
        return !(figures.read(Figures::waiting) >= settings.queueLimit());
    }

    @Override
    public String what() {
        return "mails";
    }

    @Override
    public int eraseSome(CompanyId company) {
        return Deletion.some(mails, eq("company", company.value()), STEP);
    }

    @Override
    public void erase(Person person) {
        of(person, mail -> {
            String about = mail.get("facts", new Document()).getString("name");
            if (person.isNamedBy(mail.getString("to")) || person.isNamedBy(about)) {
                mails.deleteOne(eq("_id", mail.getString("_id")));
            }
        });
    }

    /** In what waits to be told to others. */
    @Override
    public void rename(Person person, String pseudonym) {
        of(person, mail -> {
            Document facts = mail.get("facts", new Document());
            if (person.isNamedBy(facts.getString("by"))) {
                mails.updateOne(and(eq("_id", mail.getString("_id")), exists("facts.by")), set("facts.by", pseudonym));
            }
        });
    }

    private void of(Person person, Consumer<Document> each) {
        mails.find(eq("company", person.company().value())).batchSize(500).forEach(each);
    }

    /** Claims the mail that is due for longest. */
    Optional<QueuedMail> claim() {
        Instant now = clock.instant();
        return Optional.ofNullable(mails.findOneAndUpdate(
                        and(eq("state", WAITING), lte("dueAt", Date.from(now))),
                        combine(
                                set("dueAt", Date.from(now.plus(settings.lease()))),
                                set("claim", UUID.randomUUID().toString())),
                        new FindOneAndUpdateOptions().sort(ascending("dueAt")).returnDocument(ReturnDocument.AFTER)))
                .map(MailQueue::read);
    }

    /** The mail server has it: what it said is dropped. False if the claim was lost, so that it may be sent twice. */
    boolean sent(QueuedMail mail) {
        return end(mail, SENT, "");
    }

    /** It never will be sent. What it said is dropped too, a link above all. */
    void undeliverable(QueuedMail mail, String problem) {
        end(mail, UNDELIVERABLE, problem);
    }

    /** The mail server wants it later. */
    void putOff(QueuedMail mail, Duration pause, String problem) {
        update(
                mail,
                combine(
                        set("dueAt", Date.from(clock.instant().plus(pause))),
                        set("refusals", mail.refusals() + 1),
                        set("problem", cut(problem)),
                        unset("claim")));
    }

    /** Gives the claim back: nothing was wrong with the mail. */
    void giveBack(QueuedMail mail) {
        update(mail, combine(set("dueAt", Date.from(clock.instant())), unset("claim")));
    }

    /** Ends what waits for too long, for whatever reason; how many these are. One that is being sent is left alone. */
    long giveUp() {
        Instant now = clock.instant();
        return mails.updateMany(
                        and(
                                eq("state", WAITING),
                                lte("queuedAt", Date.from(now.minus(settings.giveUpAfter()))),
                                lte("dueAt", Date.from(now))),
                        ending(UNDELIVERABLE, "It waited for " + settings.giveUpAfter()))
                .getModifiedCount();
    }

    Counted<Figures> figures() {
        return figures;
    }

    private Figures count() {
        Document oldest =
                mails.find(eq("state", WAITING)).sort(ascending("queuedAt")).first();
        long age = oldest == null
                ? 0
                : Duration.between(oldest.getDate("queuedAt").toInstant(), clock.instant())
                        .toSeconds();
        return new Figures(
                mails.countDocuments(eq("state", WAITING)), mails.countDocuments(eq("state", UNDELIVERABLE)), age);
    }

    private boolean end(QueuedMail mail, String state, String problem) {
        return update(mail, ending(state, problem));
    }

    private Bson ending(String state, String problem) {
        return combine(
                set("state", state),
                set("endedAt", Date.from(clock.instant())),
                problem.isEmpty() ? unset("problem") : set("problem", cut(problem)),
                unset("facts"),
                unset("dueAt"),
                unset("claim"));
    }

    private boolean update(QueuedMail mail, Bson update) {
        return mails.updateOne(and(eq("_id", mail.mail().id()), eq("claim", mail.claim())), update)
                        .getMatchedCount()
                == 1;
    }

    private static QueuedMail read(Document document) {
        Map<String, String> facts = new LinkedHashMap<>();
        document.get("facts", Document.class).forEach((name, value) -> facts.put(name, String.valueOf(value)));
        Mail mail = new Mail(
                document.getString("_id"),
                document.getString("to"),
                Locale.forLanguageTag(document.getString("language")),
                Mail.Kind.valueOf(document.getString("kind")),
                facts);
        return new QueuedMail(
                mail,
                document.getDate("queuedAt").toInstant(),
                document.get("refusals", Number.class).intValue(),
                document.getString("claim"));
    }

    private static String cut(String problem) {
        return problem.length() <= LONGEST_PROBLEM ? problem : problem.substring(0, LONGEST_PROBLEM);
    }
}
