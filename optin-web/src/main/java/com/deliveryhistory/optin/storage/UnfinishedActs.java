package com.deliveryhistory.optin.storage;

import com.mongodb.client.MongoCollection;
import java.time.Instant;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.bson.Document;
import org.bson.conversions.Bson;

/**
 * Acts that are followed by two things: first something ends, then the person is told, by a mail for which there may be no
 * room. The write of the act notes it in the document that it is about, as {@linkplain UntoldFacts a fact that is still to be
 * told}: so both follow even if the process ends right after that. What has ended is not ended again while only the mail
 * waits.
 */
public final class UnfinishedActs {

    private static final String ID = "id";
    private static final String ENDED = "ended";

    private final UntoldFacts facts;

    /** Acts in a list of this name in the documents. */
    public UnfinishedActs(MongoCollection<Document> documents, String list) {
        this.facts = new UntoldFacts(documents, list, ID);
    }

    public void createIndex() {
        facts.createIndex();
    }

    /**
     * An act of which something is left to do.
     *
     * @param id names the act
     * @param ended whether what was to end has ended, and only the person is to be told
     */
    public record Unfinished(String id, Instant at, boolean ended) {

        /** One of which all is left to do. */
        public static Unfinished of(String id, Instant at) {
            return new Unfinished(id, at, false);
        }
    }

    /** The part of a write that notes the act. */
    public Bson note(Unfinished act) {
        return facts.note(act.id(), act.at(), new Document(ENDED, act.ended()));
    }

    /**
     * The acts in the document of that id.
     *
     * @param alsoToTell false: only those of which something is to end, as there is no room among the mails
     */
    public List<Unfinished> unfinished(String documentId, boolean alsoToTell) {
        return facts.of(documentId).stream()
                .map(fact -> new Unfinished(facts.id(fact), UntoldFacts.at(fact), fact.getBoolean(ENDED, false)))
                .filter(act -> alsoToTell || !act.ended())
                .toList();
    }

    /**
     * Some documents with acts of before then, which nobody finishes who is still at it.
     *
     * @param alsoToTell false: only those of which something is to end, as there is no room among the mails
     */
    public List<Document> cutOff(Instant before, boolean alsoToTell) {
        return alsoToTell ? facts.cutOff(before) : facts.cutOff(before, ENDED);
    }

    /**
     * Does what is left of the act. Doing it again is harmless, if that is so of the two.
     *
     * @param end ends what is to end, unless it has ended
     * @param tell tells the person; false if that has to wait
     */
    public void finish(String documentId, Unfinished act, Runnable end, BooleanSupplier tell) {
        if (!act.ended()) {
            end.run();
        }
        if (tell.getAsBoolean()) {
            facts.told(documentId, act.id());
        } else if (!act.ended()) {
            facts.set(documentId, act.id(), ENDED, true);
        }
    }
}
