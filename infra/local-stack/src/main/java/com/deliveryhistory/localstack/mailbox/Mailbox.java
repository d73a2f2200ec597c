package com.deliveryhistory.localstack.mailbox;

import com.deliveryhistory.servers.PortTaken;
import com.deliveryhistory.servers.Ports;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import org.subethamail.smtp.server.SMTPServer;

/** Takes any mail over SMTP and shows it over HTTP, both on the loopback address only. */
public final class Mailbox implements AutoCloseable {

    private static final int LARGEST_MAIL = 10_000_000;
    private static final int SECONDS_TO_FINISH = 1;

    private final SMTPServer mailServer;
    private final HttpServer pages;

    private Mailbox(SMTPServer mailServer, HttpServer pages) {
        this.mailServer = mailServer;
        this.pages = pages;
    }

    /**
     * Starts with the mails of this folder.
     *
     * @param port of the pages
     * @throws PortTaken if something else listens on one of the ports
     */
    public static Mailbox start(Path folder, int port, int mailServerPort) {
        requireFree("the mail server", mailServerPort);
        requireFree("the mailbox", port);
        var mails = MailFolder.open(folder);
        InetAddress loopback = InetAddress.getLoopbackAddress();
        // acknowledged only when it is in the folder: an exception is told to the sender, who tries again
        SMTPServer mailServer = SMTPServer.port(mailServerPort)
                .bindAddress(loopback)
                .hostName("localhost")
                .maxMessageSize(LARGEST_MAIL)
                .messageHandler((context, from, to, mail) -> mails.add(mail))
                .build();
        try {
            HttpServer pages = HttpServer.create(new InetSocketAddress(loopback, port), 0);
            pages.createContext("/", new MailboxPages(mails));
            pages.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            mailServer.start();
            pages.start();
            return new Mailbox(mailServer, pages);
        } catch (IOException e) {
            throw new UncheckedIOException("The mailbox cannot listen on port " + port, e);
        }
    }

    private static void requireFree(String server, int port) {
        if (!Ports.isFree(port)) {
            throw new PortTaken(server, port);
        }
    }

    @Override
    public void close() {
        mailServer.stop();
        pages.stop(SECONDS_TO_FINISH);
    }
}
