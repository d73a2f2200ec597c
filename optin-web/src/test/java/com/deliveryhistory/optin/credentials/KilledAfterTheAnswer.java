package com.deliveryhistory.optin.credentials;

import com.deliveryhistory.optin.accounts.Accounts;
import com.deliveryhistory.optin.activity.ActivityLog;
import com.deliveryhistory.optin.addresses.ProvedAddresses;
import com.deliveryhistory.optin.mail.MailQueue;
import com.deliveryhistory.optin.securitylog.SecurityLog;
import com.deliveryhistory.optin.throttling.Allowances;
import java.time.Clock;
import org.springframework.beans.factory.BeanFactory;

/** A process that answers that a link for a new password is on its way, and does nothing else any more. */
public final class KilledAfterTheAnswer {

    private final PasswordResets resets;

    public KilledAfterTheAnswer(BeanFactory beans) {
        this.resets = new PasswordResets(
                beans.getBean(Accounts.class),
                beans.getBean(ForgottenRequests.class),
                beans.getBean(ResetLinks.class),
                beans.getBean(PasswordChanges.class),
                beans.getBean(ProvedAddresses.class),
                beans.getBean(Allowances.class),
                beans.getBean(ActivityLog.class),
                beans.getBean(MailQueue.class),
                beans.getBean(SecurityLog.class),
                task -> {},
                beans.getBean(Clock.class));
    }

    public boolean forgotten(String typed) {
        return resets.forgotten(typed, "192.0.2.1");
    }
}
