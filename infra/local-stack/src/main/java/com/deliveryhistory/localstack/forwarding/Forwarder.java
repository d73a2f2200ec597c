package com.deliveryhistory.localstack.forwarding;

import com.deliveryhistory.servers.PortTaken;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Takes connections at one port and gives each to the next of several, leaving out those where nobody listens. What the
 * connections carry is passed on as it is; when either side closes or breaks, so does the other.
 */
public final class Forwarder implements AutoCloseable {

    private static final int CONNECT_MILLIS = 1000;
    private static final int BACKLOG = 200;

    private final ServerSocket entrance;
    private final List<Integer> targets;
    private final AtomicInteger next = new AtomicInteger();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final Thread accepting;

    private Forwarder(ServerSocket entrance, List<Integer> targets) {
        this.entrance = entrance;
        this.targets = List.copyOf(targets);
        this.accepting = Thread.ofPlatform()
                .daemon()
                .name("forwarder-" + entrance.getLocalPort())
                .unstarted(this::accept);
    }

    /**
     * Starts to take connections, from this machine alone.
     *
     * @param port 0 for any free one
     * @param targets the ports, on this machine, that it leads to
     * @throws PortTaken if something else listens on the port
     */
    public static Forwarder start(int port, List<Integer> targets) {
        try {
            var entrance = new ServerSocket(port, BACKLOG, InetAddress.getLoopbackAddress());
            var forwarder = new Forwarder(entrance, targets);
            forwarder.accepting.start();
            return forwarder;
        } catch (IOException e) {
            throw new PortTaken("The forwarder", port);
        }
    }

    public int port() {
        return entrance.getLocalPort();
    }

    private void accept() {
        while (!entrance.isClosed()) {
            try {
                Socket client = entrance.accept();
                Thread.ofVirtual().start(() -> serve(client));
            } catch (IOException closed) {
                // the loop ends, or the next connection is a better one
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            open.add(client);
            if (!entrance.isClosed()) {
                connectAndPass(client);
            }
        } catch (IOException broken) {
            // the client sees the end of its connection
        } finally {
            open.remove(client);
        }
    }

    /** Without anybody to connect to, the client's connection just ends, as one to a dead service does. */
    private void connectAndPass(Socket client) throws IOException {
        int first = next.getAndIncrement();
        for (int attempt = 0; attempt < targets.size(); attempt++) {
            int port = targets.get(Math.floorMod(first + attempt, targets.size()));
            try (Socket target = new Socket()) {
                target.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_MILLIS);
                pass(client, target);
                return;
            } catch (ConnectException | SocketTimeoutException nobody) {
                // the next one
            }
        }
    }

    private static void pass(Socket client, Socket target) throws IOException {
        client.setTcpNoDelay(true);
        target.setTcpNoDelay(true);
        Thread back = Thread.ofVirtual().start(() -> passAll(target, client));
        passAll(client, target);
        try {
            back.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** To the end of what one side sends; the other may still have something to say then. */
    private static void passAll(Socket from, Socket to) {
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            in.transferTo(out);
            to.shutdownOutput();
        } catch (IOException broken) {
            close(from);
            close(to);
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // it is of no use any more
        }
    }

    @Override
    public void close() {
        try {
            entrance.close();
        } catch (IOException e) {
            // nobody can connect either way
        }
        try {
            accepting.join(); // the port is not closed while the thread is still in the call that accepts
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        open.forEach(Forwarder::close);
    }
}
