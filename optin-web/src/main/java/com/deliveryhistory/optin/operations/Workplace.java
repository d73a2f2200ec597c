package com.deliveryhistory.optin.operations;

import com.deliveryhistory.events.CompanyId;
import com.deliveryhistory.optin.accounts.Accounts;
import com.deliveryhistory.optin.accounts.Companies;
import com.deliveryhistory.optin.accounts.Erasures;
import com.deliveryhistory.optin.accounts.Erasures.Stage;
import com.deliveryhistory.optin.activity.Activity;
import com.deliveryhistory.optin.activity.ActivityLog;
import com.deliveryhistory.optin.identityproviders.AccountLinks;
import com.deliveryhistory.optin.invitations.Inviting;
import com.deliveryhistory.optin.mail.MailSettings;
import com.deliveryhistory.optin.people.People;
import com.deliveryhistory.optin.secondfactor.SecondFactors;
import com.deliveryhistory.optin.securitylog.SecurityLog;
import com.deliveryhistory.optin.storage.Hashes;
import com.deliveryhistory.services.commands.NotDone;
import com.deliveryhistory.services.commands.ServiceWorkplace;
import com.deliveryhistory.services.commands.Text;
import java.util.Map;
import org.springframework.context.ApplicationContext;
import org.springframework.mail.javamail.JavaMailSender;

/** What optin-web's commands work with. */
final class Workplace extends ServiceWorkplace {

    Workplace(ApplicationContext context) {
        super(context);
    }

    Accounts accounts() {
        return part(Accounts.class);
    }

    Companies companies() {
        return part(Companies.class);
    }

    /**
     * What the company is called.
     *
     * @throws NotDone if there is no such company, or it is being erased
     */
    String requireCompany(CompanyId company) {
        return switch (erasures().stageOf(company)) {
            case Stage.Open open -> companies().name(company.value()).orElseThrow();
            case Stage.NotThere none ->
                throw new NotDone("There is no company %s: \"companies\" lists them, \"add-company\" adds one"
                        .formatted(company));
            case Stage.Closed closed -> throw beingErased(company);
            case Stage.Begun begun -> throw beingErased(company);
            case Stage.Erased erased ->
                throw new NotDone(
                        "The company %s was erased at %s: \"add-company --anew\" adds another one with that id"
                                .formatted(company, Text.time(erased.at())));
        };
    }

    private static NotDone beingErased(CompanyId company) {
        return new NotDone(
                "%s is being erased: run \"erase-company\" again, or leave it to the service, which goes on by"
                                .formatted(company)
                        + " itself within minutes");
    }

    Erasures erasures() {
        return part(Erasures.class);
    }

    People people() {
        return part(People.class);
    }

    SecondFactors secondFactors() {
        return part(SecondFactors.class);
    }

    AccountLinks links() {
        return part(AccountLinks.class);
    }

    Inviting inviting() {
        return part(Inviting.class);
    }

    boolean hasMailServer() {
        return has(JavaMailSender.class);
    }

    MailSettings mailSettings() {
        return part(MailSettings.class);
    }

    SecurityLog securityLog() {
        return part(SecurityLog.class);
    }

    /** Notes in the company's activity log what the operator does. */
    void note(CompanyId company, Activity.Kind kind, String operator, Map<String, String> details) {
        note(Hashes.newSecret(), company, kind, operator, details);
    }

    /** The same, once only for all notes with this id. */
    void note(String id, CompanyId company, Activity.Kind kind, String operator, Map<String, String> details) {
        part(ActivityLog.class)
                .add(id, new Activity(company, clock().instant(), kind, Activity.operator(operator), details));
    }
}
