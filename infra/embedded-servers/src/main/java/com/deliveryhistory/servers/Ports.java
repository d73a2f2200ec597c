package com.deliveryhistory.servers;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

/** TCP ports of the loopback address. */
public final class Ports {

    /** Below the ports that operating systems give to outgoing connections, one of which could be in the way later. */
    private static final int LOWEST_FREE = 15_000;

    private static final int HIGHEST_FREE = 32_000;
    private static final int ATTEMPTS = 1000;

    private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();

    private Ports() {}

    /**
     * Ports that were free a moment ago, all different, and given to nobody else in this process. Nothing keeps another
     * process from taking one; whoever asks should use them soon.
     *
     * @throws IllegalStateException if too few are free
     */
    public static List<Integer> free(int count) {
        return Stream.generate(Ports::nextFree).limit(count).toList();
    }

    private static int nextFree() {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST_FREE, HIGHEST_FREE);
            if (isFree(port) && GIVEN.add(port)) {
                return port;
            }
        }
        throw new IllegalStateException("No free port between %d and %d".formatted(LOWEST_FREE, HIGHEST_FREE));
    }

    /** Whether a server could listen on this port now, connections of an earlier one in TIME_WAIT notwithstanding. */
    public static boolean isFree(int port) {
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }
}
