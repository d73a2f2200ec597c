package com.deliveryhistory.optin.mail;

import java.time.Instant;

/**
 * A mail that is this instance's to send for a while.
 *
 * @param claim stands for that while; another instance's differs
 * @param refusals how often the mail server has put it off
 */
record QueuedMail(Mail mail, Instant queuedAt, int refusals, String claim) {}
