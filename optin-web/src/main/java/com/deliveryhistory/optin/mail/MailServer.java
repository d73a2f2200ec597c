package com.deliveryhistory.optin.mail;

import com.deliveryhistory.events.EventIds;
import com.deliveryhistory.optin.mail.MailTexts.Text;
import com.deliveryhistory.services.settings.UnfitSetting;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collection;
import java.util.Date;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.mail.MailException;
import org.springframework.mail.MailSendException;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.stereotype.Component;

/** The configured mail server, if there is one. */
@Component
class MailServer {

    private static final int CLOSING_DOWN = 421; // RFC 5321, section 4.2.3: service not available

    private final @Nullable JavaMailSender sender;
    private final MailTexts texts;
    private final String from;
    private final URI baseUrl;

    MailServer(ObjectProvider<JavaMailSender> senders, MailTexts texts, MailSettings settings) {
        this.sender = senders.getIfAvailable();
        this.texts = texts;
        if (sender != null && (settings.from() == null || settings.baseUrl() == null)) {
            throw new UnfitSetting("spring.mail.host is set: mail.from and mail.base-url are needed as well");
        }
        this.from = Objects.requireNonNullElse(settings.from(), "");
        this.baseUrl = Objects.requireNonNullElse(settings.baseUrl(), URI.create(""));
    }

    /** What the mail server said. */
    sealed interface Answer {

        /** It has the mail. */
        record Accepted() implements Answer {}

        /** It will never take this mail. */
        record Refused(String why) implements Answer {}

        /** It does not take this mail now. */
        record Later(String why) implements Answer {}

        /** It takes no mail at all now, or could not be asked. */
        record Out(String why) implements Answer {}
    }

    boolean isConfigured() {
        return sender != null;
    }

    Answer deliver(QueuedMail mail) {
        JavaMailSender configured = sender;
        if (configured == null) {
            return new Answer.Out("no mail server is configured");
        }
        MimeMessage message;
        try {
            message = write(configured.createMimeMessage(), mail);
        } catch (MessagingException | RuntimeException e) {
            // not the mail server's fault: another version of this service may be able to
            return new Answer.Later("It could not be written: " + e.getClass().getSimpleName());
        }
        try {
            configured.send(message);
            return new Answer.Accepted();
        } catch (MailException e) {
            return answer(e);
        }
    }

    private MimeMessage write(MimeMessage message, QueuedMail queued) throws MessagingException {
        Mail mail = queued.mail();
        Text text = texts.of(mail, baseUrl);
        message.setFrom(new InternetAddress(from));
        message.setRecipient(RecipientType.TO, new InternetAddress(mail.to(), true));
        message.setSubject(text.subject(), StandardCharsets.UTF_8.name());
        message.setSentDate(Date.from(queued.queuedAt()));
        // the same in each attempt, so that mail systems recognise a repeat
        message.setHeader(
                "Message-ID", "<" + EventIds.of("mail", mail.id()) + from.substring(from.lastIndexOf('@')) + ">");
        message.setHeader("Auto-Submitted", "auto-generated"); // RFC 3834: no holiday notes, please
        message.setHeader("Content-Language", mail.language().toLanguageTag());
        MimeMultipart both = new MimeMultipart("alternative");
        both.addBodyPart(part(text.plain(), "plain"));
        both.addBodyPart(part(text.html(), "html"));
        message.setContent(both);
        return message;
    }

    private static MimeBodyPart part(String text, String subtype) throws MessagingException {
        MimeBodyPart part = new MimeBodyPart();
        part.setText(text, StandardCharsets.UTF_8.name(), subtype);
        return part;
    }

    /**
     * A refusal that is about the recipient or the text concerns this mail alone. Everything else, a refused sender or
     * sign-in above all, is about us or the server, and would meet the next mail as well.
     */
    private static Answer answer(MailException failure) {
        Collection<Throwable> causes = causes(failure);
        for (Throwable cause : causes) {
            if (cause instanceof SMTPAddressFailedException recipient) {
                return answer(recipient.getReturnCode(), recipient);
            }
        }
        for (Throwable cause : causes) {
            if (cause instanceof SMTPSendFailedException send && isAfterRecipients(send.getCommand())) {
                return answer(send.getReturnCode(), send);
            }
        }
        return new Answer.Out(
                why(causes.stream().reduce((earlier, later) -> later).orElse(failure)));
    }

    private static boolean isAfterRecipients(@Nullable String command) {
        return command != null && (command.equals("DATA") || command.equals(".") || command.startsWith("BDAT"));
    }

    private static Answer answer(int code, Throwable failure) {
        if (code == CLOSING_DOWN) {
            return new Answer.Out(why(failure));
        }
        return code / 100 == 5 ? new Answer.Refused(why(failure)) : new Answer.Later(why(failure));
    }

    private static String why(Throwable failure) {
        String message = Objects.requireNonNullElse(failure.getMessage(), "");
        return failure.getClass().getSimpleName() + ": "
                + message.replaceAll("\\p{Cntrl}+", " ").strip();
    }

    /** All that led to it, in both ways in which mail exceptions name their causes. */
    private static Collection<Throwable> causes(MailException failure) {
        Set<Throwable> found = new LinkedHashSet<>();
        Deque<Throwable> open = new ArrayDeque<>();
        open.add(failure);
        while (!open.isEmpty()) {
            Throwable next = open.poll();
            if (!found.add(next)) {
                continue;
            }
            if (next instanceof MailSendException send) {
                open.addAll(Arrays.asList(send.getMessageExceptions()));
            }
            if (next instanceof MessagingException messaging && messaging.getNextException() != null) {
                open.add(messaging.getNextException());
            }
            if (next.getCause() != null) {
                open.add(next.getCause());
            }
        }
        return found;
    }
}
