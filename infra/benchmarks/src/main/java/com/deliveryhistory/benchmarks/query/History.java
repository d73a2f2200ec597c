package com.deliveryhistory.benchmarks.query;

import com.deliveryhistory.events.CompanyId;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.InsertManyOptions;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import org.bson.Document;

/**
 * Packages as history-worker keeps them: a fifth of them of one company, the others of eighty. Each was announced and
 * picked up; most are delivered, a few met with an exception. They are spread over a year.
 */
public final class History {

    public static final CompanyId LARGE = new CompanyId("large");
    static final LocalDateTime END = LocalDateTime.parse("2026-07-01T00:00:00");
    static final int DAYS = 365;

    private static final int BATCH = 2_000;
    private static final int OTHERS = 80;
    private static final List<String> CITIES =
            List.of("Roswell", "Wayne", "Atlanta", "Louisville", "Cologne", "Saint-Etienne", "Oakland", "Tampa");
    private static final List<String> REASONS =
            List.of("CUSTOMER NOT AVAILABLE", "WEATHER", "INCORRECT ADDRESS", "LATE TRAIN");

    private History() {}

    /** Stores so many packages. */
    public static void fill(MongoCollection<Document> packages, int amount) {
        InsertManyOptions unordered = new InsertManyOptions().ordered(false);
        for (int from = 0; from < amount; from += BATCH) {
            List<Document> batch = new ArrayList<>();
            for (int number = from; number < Math.min(from + BATCH, amount); number++) {
                batch.add(parcel(number));
            }
            packages.insertMany(batch, unordered);
        }
    }

    static String trackingNumber(int number) {
        return "1ZA1B2C303%08d".formatted(number);
    }

    static String customer(int number) {
        return "Customer" + number % 10_000;
    }

    /** Multiplying by a number without a common factor with it scatters the numbers over the whole year. */
    private static LocalDateTime at(int number) {
        return END.minusMinutes((long) number * 7_919 % (DAYS * 24 * 60));
    }

    private static Document parcel(int number) {
        String company = number % 5 == 0 ? LARGE.value() : "company-" + number % OTHERS;
        String trackingNumber = trackingNumber(number);
        LocalDateTime last = at(number);
        boolean delivered = number % 20 > 1;
        boolean troubled = number % 25 == 0;
        String city = CITIES.get(number / 5 % CITIES.size());
        String day = last.toLocalDate().toString();
        List<Document> facts = new ArrayList<>();
        facts.add(fact("MANIFEST", number, last.minusDays(3))
                .append("shipTo", new Document("name", "Shop of " + customer(number)).append("city", city)));
        facts.add(fact("ORIGIN", number, last.minusDays(2)));
        if (troubled) {
            facts.add(fact("EXCEPTION", number, last.minusDays(1))
                    .append("trouble", new Document("reason", REASONS.get(number / 25 % REASONS.size()))));
        }
        facts.add(fact(delivered ? "DELIVERY" : "GENERIC", number, last));
        Document parcel = new Document("_id", company + "/" + trackingNumber)
                .append("companyId", company)
                .append("trackingNumber", trackingNumber)
                .append("version", 1L)
                .append("position", "%s%s~%s".formatted(last, last.getSecond() == 0 ? ":00" : "", trackingNumber))
                .append("status", delivered ? "DELIVERED" : number % 20 == 0 ? "IN_TRANSIT" : "EXCEPTION")
                .append("pickedUpOn", last.minusDays(2).toLocalDate().toString())
                .append("incidents", troubled ? List.of(incident(number, last.minusDays(1))) : List.of())
                .append("words", words(number, trackingNumber, city))
                .append("facts", facts);
        return delivered ? parcel.append("deliveredOn", day) : parcel;
    }

    private static Document incident(int number, LocalDateTime at) {
        return new Document("on", at.toLocalDate().toString())
                .append("reason", REASONS.get(number / 25 % REASONS.size()));
    }

    private static List<String> words(int number, String trackingNumber, String city) {
        String reference = "po-" + number;
        return List.of(
                trackingNumber.toLowerCase(Locale.ROOT),
                reference,
                "po",
                Integer.toString(number),
                "shop",
                "of",
                customer(number).toLowerCase(Locale.ROOT),
                city.toLowerCase(Locale.ROOT));
    }

    private static Document fact(String kind, int number, LocalDateTime at) {
        return new Document("key", kind + "-" + number)
                .append("kind", kind)
                .append("at", Date.from(at.toInstant(ZoneOffset.UTC)))
                .append("shipperNumber", "A1B2C3")
                .append("references", List.of("PO-" + number))
                .append("description", "Something happened to this package")
                .append("city", "WAYNE")
                .append("state", "NJ")
                .append("country", "US");
    }
}
