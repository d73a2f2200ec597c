package com.deliveryhistory.optin.mail;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/** Agrees to every command of SMTP but one. */
final class ScriptedMailServer implements AutoCloseable {

    private final ServerSocket socket;
    private final String command;
    private final String answer;
    private final AtomicInteger asked = new AtomicInteger();

    /** @param command the first word of a line, {@code .} for the end of a text */
    ScriptedMailServer(String command, String answer) {
        this.command = command;
        this.answer = answer;
        try {
            this.socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::serve);
    }

    int port() {
        return socket.getLocalPort();
    }

    /** How often it was asked what it does not agree to. */
    int asked() {
        return asked.get();
    }

    private void serve() {
        while (!socket.isClosed()) {
            try (Socket client = socket.accept()) {
                converse(client);
            } catch (IOException e) {
                // the test is over, or the client has gone
            }
        }
    }

    private void converse(Socket client) throws IOException {
        BufferedReader in =
                new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII));
        say(client, "220 here");
        boolean inText = false;
        String line = in.readLine();
        while (line != null) {
            if (!inText || line.equals(".")) {
                String word = line.split(" ", 2)[0];
                boolean refused = word.equals(command);
                if (refused) {
                    asked.incrementAndGet();
                }
                inText = word.equals("DATA") && !refused;
                say(client, refused ? answer : inText ? "354 go on" : "250 fine");
                if (word.equals("QUIT")) {
                    return;
                }
            }
            line = in.readLine();
        }
    }

    private static void say(Socket client, String line) throws IOException {
        client.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
