package com.deliveryhistory.localstack.settings;

import com.deliveryhistory.localstack.processes.StackFailure;
import com.deliveryhistory.servers.Ports;
import java.net.URI;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/** Which part listens where. All of it is on the loopback address. */
public final class Addresses {

    /** Below the ports that operating systems give to outgoing connections, one of which could be in the way later. */
    private static final int LOWEST_FREE = 15_000;

    private static final int HIGHEST_FREE = 32_000;
    private static final int MANAGEMENT_DISTANCE = 1000;
    private static final int HIGHEST_PORT = 65_535;

    private final Map<Part, Integer> ports;
    private final Map<Part, Integer> managementPorts;

    private Addresses(Map<Part, Integer> ports, Map<Part, Integer> managementPorts) {
        this.ports = new EnumMap<>(ports);
        this.managementPorts = new EnumMap<>(managementPorts);
    }

    /** The usual ports, each raised by an offset. */
    public static Addresses usual(int offset) {
        Map<Part, Integer> ports = new EnumMap<>(Part.class);
        Map<Part, Integer> management = new EnumMap<>(Part.class);
        for (Part part : Part.values()) {
            ports.put(part, part.usualPort() + offset);
            if (part.isService()) {
                management.put(part, part.usualPort() + offset + MANAGEMENT_DISTANCE);
            }
        }
        var addresses = new Addresses(ports, management);
        addresses.requireValid();
        return addresses;
    }

    /** Ports that nothing uses now. */
    public static Addresses free() {
        Set<Integer> chosen = new HashSet<>();
        Map<Part, Integer> ports = new EnumMap<>(Part.class);
        Map<Part, Integer> management = new EnumMap<>(Part.class);
        for (Part part : Part.values()) {
            ports.put(part, freePort(chosen));
            if (part.isService()) {
                management.put(part, freePort(chosen));
            }
        }
        return new Addresses(ports, management);
    }

    public int port(Part part) {
        Integer port = ports.get(part);
        if (port == null) {
            throw new IllegalArgumentException("No port for " + part);
        }
        return port;
    }

    public int managementPort(Part part) {
        Integer port = managementPorts.get(part);
        if (port == null) {
            throw new IllegalArgumentException(part + " has no management port");
        }
        return port;
    }

    /** Address for a browser and for other parts. */
    public URI url(Part part) {
        return URI.create("http://localhost:" + port(part));
    }

    public String kafka() {
        return "127.0.0.1:" + port(Part.KAFKA);
    }

    /** Connection string of a database; each part has one of its own name. */
    public String mongodb(String database) {
        return "mongodb://127.0.0.1:%d/%s".formatted(port(Part.MONGODB), database);
    }

    /**
     * Fails if something listens on one of the ports.
     *
     * @throws StackFailure naming the first one
     */
    public void requireFree() {
        for (Part part : Part.values()) {
            requireFree(part, port(part));
            if (part.isService()) {
                requireFree(part, managementPort(part));
            }
        }
    }

    private static void requireFree(Part part, int port) {
        if (!Ports.isFree(port)) {
            throw StackFailure.because(
                    "Port %d, which %s needs, is taken: stop what uses it, or start with --port-offset or --free-ports"
                            .formatted(port, part));
        }
    }

    private void requireValid() {
        for (Map<Part, Integer> some : List.of(ports, managementPorts)) {
            some.forEach((part, port) -> {
                if (port < 1 || port > HIGHEST_PORT) {
                    throw StackFailure.because("Port offset leads to port %d for %s".formatted(port, part));
                }
            });
        }
    }

    private static int freePort(Set<Integer> chosen) {
        for (int attempt = 0; attempt < 1000; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST_FREE, HIGHEST_FREE);
            if (!chosen.contains(port) && Ports.isFree(port)) {
                chosen.add(port);
                return port;
            }
        }
        throw StackFailure.because("Found no free port between %d and %d".formatted(LOWEST_FREE, HIGHEST_FREE));
    }
}
