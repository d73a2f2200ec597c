package com.deliveryhistory.optin.credentials;

import com.deliveryhistory.optin.accounts.Accounts;
import com.deliveryhistory.optin.activity.ActivityLog;
import com.deliveryhistory.optin.addresses.ProvedAddresses;
import com.deliveryhistory.optin.mail.MailQueue;
import com.deliveryhistory.optin.securitylog.SecurityLog;
import com.deliveryhistory.optin.throttling.Allowances;
import java.time.Clock;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.core.task.AsyncTaskExecutor;

/** Somebody who has forgotten the password, in the thread that calls it, in place of a request. */
public final class ForgettingHere {

    private final PasswordResets resets;

    private ForgettingHere(BeanFactory beans, AsyncTaskExecutor executor) {
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
                executor,
                beans.getBean(Clock.class));
    }

    /** The process sees to it right after its answer. */
    public static ForgettingHere seenTo(BeanFactory beans) {
        return new ForgettingHere(beans, Runnable::run);
    }

    /** The process answers that a link for a new password is on its way, and does nothing else any more. */
    public static ForgettingHere killedAfterTheAnswer(BeanFactory beans) {
        return new ForgettingHere(beans, task -> {});
    }

    public boolean forgotten(String typed) {
        return resets.forgotten(typed, "192.0.2.1");
    }
}
