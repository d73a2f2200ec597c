package com.deliveryhistory.optin.credentials;

import com.deliveryhistory.events.CompanyId;
import com.deliveryhistory.optin.accounts.Account;
import com.deliveryhistory.optin.accounts.Accounts;
import com.deliveryhistory.optin.accounts.EmailAddress;
import com.deliveryhistory.optin.activity.Activity;
import com.deliveryhistory.optin.activity.ActivityLog;
import com.deliveryhistory.optin.addresses.ProvedAddresses;
import com.deliveryhistory.optin.mail.Mail;
import com.deliveryhistory.optin.mail.MailQueue;
import com.deliveryhistory.optin.securitylog.SecurityLog;
import com.deliveryhistory.optin.storage.Hashes;
import com.deliveryhistory.optin.sweeps.EveryMinute;
import com.deliveryhistory.optin.throttling.Allowances;
import com.deliveryhistory.optin.throttling.SenderNetwork;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.stereotype.Component;

/** New passwords for people who do not know theirs: by a link that is mailed to the address of the account. */
@Component
public class PasswordResets {

    private static final Logger log = LoggerFactory.getLogger(PasswordResets.class);

    private static final Duration LIFE = Duration.ofHours(1);
    private static final int SEEN_TO_AT_ONCE = 100;
    private static final int PER_ACCOUNT_AND_HOUR = 3;
    private static final int PER_NETWORK_ADDRESS_AND_HOUR = 20;

    private final Accounts accounts;
    private final ForgottenRequests requests;
    private final ResetLinks links;
    private final PasswordChanges changes;
    private final ProvedAddresses addresses;
    private final Allowances allowances;
    private final ActivityLog activities;
    private final MailQueue mails;
    private final SecurityLog securityLog;
    private final AsyncTaskExecutor executor;
    private final Clock clock;

    PasswordResets(
            Accounts accounts,
            ForgottenRequests requests,
            ResetLinks links,
            PasswordChanges changes,
            ProvedAddresses addresses,
            Allowances allowances,
            ActivityLog activities,
            MailQueue mails,
            SecurityLog securityLog,
            AsyncTaskExecutor applicationTaskExecutor,
            Clock clock) {
        this.accounts = accounts;
        this.requests = requests;
        this.links = links;
        this.changes = changes;
        this.addresses = addresses;
        this.allowances = allowances;
        this.activities = activities;
        this.mails = mails;
        this.securityLog = securityLog;
        this.executor = applicationTaskExecutor;
        this.clock = clock;
    }

    /**
     * Somebody has forgotten the password. What was typed is stored; what follows is done after the answer, by another
     * process if this one ends, so that neither the answer nor its time tells whether there is such an account.
     *
     * @param typed a sign-in name or an e-mail address
     * @return false if there were too many such requests from this network
     */
    boolean forgotten(String typed, String networkAddress) {
        if (!allowances.take("forgotten", SenderNetwork.of(networkAddress), PER_NETWORK_ADDRESS_AND_HOUR)) {
            securityLog.record(SecurityLog.Kind.PASSWORD_LINK_THROTTLED, typed);
            return false;
        }
        ForgottenRequests.Request request = requests.add(typed);
        executor.execute(() -> seeTo(request));
        return true;
    }

    /** Sees to what was cut off, or did not work, or for whose mail there was no room. */
    @EveryMinute
    void seeToForgotten() {
        Optional<ForgottenRequests.Request> request = requests.take();
        for (int i = 0; i < SEEN_TO_AT_ONCE && request.isPresent() && seeTo(request.get()); i++) {
            request = requests.take();
        }
    }

    private boolean seeTo(ForgottenRequests.Request request) {
        try {
            if (!mails.hasRoom()) {
                log.warn("Links for new passwords wait for room among the mails (mail.queue-limit)");
                return false;
            }
            sendAll(request);
            requests.remove(request);
            return true;
        } catch (RuntimeException e) {
            log.warn(
                    "A link for a new password was not sent and will be tried again ({})",
                    e.getClass().getSimpleName());
            return false;
        }
    }

    /**
     * To whoever may be meant: somebody of any company may have chosen, as a sign-in name, the mail address of somebody else,
     * whose way back in that must not be. Whoever got the mail already before this was cut off gets no other one.
     */
    private void sendAll(ForgottenRequests.Request request) {
        String typed = request.typed();
        Map<String, Account> meant = new LinkedHashMap<>();
        accounts.find(typed).ifPresent(named -> meant.put(named.name(), named));
        EmailAddress.of(typed)
                .map(accounts::findByEmail)
                .orElse(List.of())
                .forEach(addressed -> meant.put(addressed.name(), addressed));
        meant.forEach((name, account) -> {
            String id = id(request.id() + "/" + name);
            if (!mails.has(id) && allowances.take(Allowances.RESET, name, PER_ACCOUNT_AND_HOUR)) {
                send(id, account, Activity.SYSTEM);
            }
        });
    }

    /**
     * Sends a link for a new password.
     *
     * @param by sign-in name of who asked for it
     * @return false if there is no address to send it to, or the person may not sign in
     * @throws com.deliveryhistory.optin.mail.MailQueueFull if too many mails wait; no link is sent then
     */
    public boolean send(Account account, String by) {
        return send(id(Hashes.newSecret()), account, by);
    }

    /** Of the mail and of what is noted of it. */
    private static String id(String occasion) {
        return "password-reset-" + Hashes.sha256(occasion);
    }

    /** Noted before it is mailed: a process may end in between. */
    private boolean send(String id, Account account, String by) {
        String email = account.email();
        if (email == null || !account.isActive()) {
            return false;
        }
        Instant now = clock.instant();
        String secret = Hashes.newSecret();
        Instant until = now.plus(LIFE);
        CompanyId company = account.member().company();
        Mail mail = new Mail(
                id,
                email,
                accounts.languageOf(account),
                Mail.Kind.PASSWORD_RESET,
                Map.of("name", account.name(), "until", until.toString(), "link", "/password-reset/" + secret));
        mails.requireRoom(mail);
        links.add(Hashes.sha256(secret), account.name(), new EmailAddress(email), until);
        activities.add(
                id,
                new Activity(company, now, Activity.Kind.PASSWORD_RESET_SENT, by, Map.of("person", account.name())));
        mails.putAnyway(company, mail);
        return true;
    }

    /** Whose password the link is for; empty if it is of no use any more. */
    Optional<Account> find(String secret) {
        return links.find(Hashes.sha256(secret), clock.instant())
                .flatMap(accounts::find)
                .filter(Account::isActive);
    }

    /** The message that says why the password was not set; empty if it was. Who has the link gets mail where it was sent. */
    Optional<String> reset(Account account, String secret, String password, String again) {
        Optional<String> problem = changes.problemOf(account, password, again);
        if (problem.isEmpty()) {
            Optional<ResetLinks.Used> link = links.take(Hashes.sha256(secret));
            if (link.isEmpty()) {
                return Optional.of("password-reset.gone");
            }
            changes.set(account, password, null);
            if (link.get().to() != null) {
                addresses.prove(account, link.get().to());
            }
        }
        return problem;
    }
}
