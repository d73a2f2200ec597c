package com.deliveryhistory.optin.operations;

import com.deliveryhistory.events.CompanyId;
import com.deliveryhistory.optin.accounts.Accounts;
import com.deliveryhistory.optin.accounts.Companies;
import com.deliveryhistory.optin.activity.Activity;
import com.deliveryhistory.optin.activity.ActivityLog;
import com.deliveryhistory.optin.invitations.Inviting;
import com.deliveryhistory.optin.mail.MailSettings;
import com.deliveryhistory.optin.people.People;
import com.deliveryhistory.optin.secondfactor.SecondFactors;
import com.deliveryhistory.optin.securitylog.SecurityLog;
import com.deliveryhistory.optin.storage.Hashes;
import com.deliveryhistory.services.commands.NotDone;
import com.mongodb.client.MongoDatabase;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.bson.Document;
import org.springframework.boot.mongodb.autoconfigure.MongoConnectionDetails;
import org.springframework.context.ApplicationContext;
import org.springframework.mail.javamail.JavaMailSender;

/** What commands work with: the service's own parts, each made when it is first asked for. */
final class Workplace {

    private static final long STORE_PATIENCE_SECONDS = 5;

    private final ApplicationContext context;

    Workplace(ApplicationContext context) {
        this.context = context;
    }

    /** Fails within seconds if the store does not answer: most parts would wait for it as long as it takes. */
    void requireStore() {
        context.getBean(MongoDatabase.class)
                .withTimeout(STORE_PATIENCE_SECONDS, TimeUnit.SECONDS)
                .runCommand(new Document("ping", 1));
    }

    /** Where the store is, without what is secret in its address. */
    String storeAddress() {
        return String.join(
                ",",
                context.getBean(MongoConnectionDetails.class)
                        .getConnectionString()
                        .getHosts());
    }

    Clock clock() {
        return context.getBean(Clock.class);
    }

    Accounts accounts() {
        return context.getBean(Accounts.class);
    }

    Companies companies() {
        return context.getBean(Companies.class);
    }

    /**
     * What the company is called.
     *
     * @throws NotDone if there is no such company
     */
    String requireCompany(CompanyId company) {
        return companies()
                .name(company.value())
                .orElseThrow(
                        () -> new NotDone("There is no company %s: \"companies\" lists them, \"add-company\" adds one"
                                .formatted(company)));
    }

    People people() {
        return context.getBean(People.class);
    }

    SecondFactors secondFactors() {
        return context.getBean(SecondFactors.class);
    }

    Inviting inviting() {
        return context.getBean(Inviting.class);
    }

    boolean hasMailServer() {
        return context.getBeanNamesForType(JavaMailSender.class, false, false).length > 0;
    }

    MailSettings mailSettings() {
        return context.getBean(MailSettings.class);
    }

    SecurityLog securityLog() {
        return context.getBean(SecurityLog.class);
    }

    /** Notes in the company's activity log what the operator does. */
    void note(CompanyId company, Activity.Kind kind, String operator, Map<String, String> details) {
        note(Hashes.newSecret(), company, kind, operator, details);
    }

    /** The same, once only for all notes with this id. */
    void note(String id, CompanyId company, Activity.Kind kind, String operator, Map<String, String> details) {
        context.getBean(ActivityLog.class)
                .add(id, new Activity(company, clock().instant(), kind, Activity.operator(operator), details));
    }
}
