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
import com.deliveryhistory.services.commands.ServiceWorkplace;
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
        return part(People.class);
    }

    SecondFactors secondFactors() {
        return part(SecondFactors.class);
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
