package com.deliveryhistory.localstack.settings;

import com.deliveryhistory.localstack.processes.StackFailure;
import com.deliveryhistory.servers.Ports;
import java.net.URI;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** Which part listens where. All of it is on the loopback address. */
public final class Addresses {

    /** Below the ports that operating systems give to outgoing connections, one of which could be in the way later. */
    private static final int LOWEST_FREE = 15_000;

    private static final int HIGHEST_FREE = 32_000;
    private static final int HIGHEST_PORT = 65_535;

    private static final int INSTANCE_DISTANCE = 100;

    private final Map<Instance, Integer> ports = new LinkedHashMap<>();
    private final Map<Instance, Integer> secondPorts = new LinkedHashMap<>();
    private final @Nullable Integer offset;

    /** @param offset of the usual ports; {@code null} for any free ones */
    private Addresses(@Nullable Integer offset) {
        this.offset = offset;
    }

    /** The usual ports, each raised by an offset; those of a service's further instances are 100 apart. */
    public static Addresses usual(int offset) {
        return ofFirstInstances(offset);
    }

    /** Ports that nothing uses now. */
    public static Addresses free() {
        return ofFirstInstances(null);
    }

    /** The same, with addresses for this many instances of a service. */
    public Addresses withInstances(Part service, int count) {
        var more = new Addresses(offset);
        more.ports.putAll(ports);
        more.secondPorts.putAll(secondPorts);
        for (int number = 2; number <= count; number++) {
            more.add(new Instance(service, number));
        }
        more.requireValid();
        return more;
    }

    private static Addresses ofFirstInstances(@Nullable Integer offset) {
        var addresses = new Addresses(offset);
        for (Part part : Part.values()) {
            addresses.add(Instance.first(part));
        }
        addresses.requireValid();
        return addresses;
    }

    private void add(Instance instance) {
        if (ports.containsKey(instance)) {
            return;
        }
        Part part = instance.part();
        int distance = (instance.number() - 1) * INSTANCE_DISTANCE;
        ports.put(instance, offset == null ? freePort() : part.usualPort() + distance + offset);
        if (part.usualSecondPort() != 0) {
            secondPorts.put(instance, offset == null ? freePort() : part.usualSecondPort() + distance + offset);
        }
    }

    /** All that have an address. */
    public Set<Instance> instances() {
        return Collections.unmodifiableSet(ports.keySet());
    }

    public int port(Part part) {
        return port(Instance.first(part));
    }

    public int port(Instance instance) {
        Integer port = ports.get(instance);
        if (port == null) {
            throw new IllegalArgumentException("No port for " + instance);
        }
        return port;
    }

    public int managementPort(Instance instance) {
        if (!instance.part().isService()) {
            throw new IllegalArgumentException(instance + " has no management port");
        }
        return secondPort(instance);
    }

    /** Where the mailbox takes mails. */
    public int mailServerPort() {
        return secondPort(Instance.first(Part.MAILBOX));
    }

    private int secondPort(Instance instance) {
        Integer port = secondPorts.get(instance);
        if (port == null) {
            throw new IllegalArgumentException("No second port for " + instance);
        }
        return port;
    }

    /** Address for a browser and for other parts. */
    public URI url(Part part) {
        return url(Instance.first(part));
    }

    public URI url(Instance instance) {
        return URI.create("http://localhost:" + port(instance));
    }

    public String kafka() {
        return "127.0.0.1:" + port(Part.KAFKA);
    }

    /** Connection string of a database; each part has one of its own name. */
    public String mongodb(String database) {
        return "mongodb://127.0.0.1:%d/%s".formatted(port(Part.MONGODB), database);
    }

    /**
     * Fails if something listens on one of these parts' ports.
     *
     * @throws StackFailure naming the first one
     */
    public void requireFree(Set<Part> parts) {
        for (Map<Instance, Integer> some : List.of(ports, secondPorts)) {
            some.forEach((instance, port) -> {
                if (parts.contains(instance.part())) {
                    requireFree(instance, port);
                }
            });
        }
    }

    private static void requireFree(Instance instance, int port) {
        if (!Ports.isFree(port)) {
            throw StackFailure.because(
                    "Port %d, which %s needs, is taken: stop what uses it, or start with --port-offset or --free-ports"
                            .formatted(port, instance));
        }
    }

    private void requireValid() {
        for (Map<Instance, Integer> some : List.of(ports, secondPorts)) {
            some.forEach((instance, port) -> {
                if (port < 1 || port > HIGHEST_PORT) {
                    throw StackFailure.because("Port offset leads to port %d for %s".formatted(port, instance));
                }
            });
        }
    }

    private int freePort() {
        for (int attempt = 0; attempt < 1000; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST_FREE, HIGHEST_FREE);
            if (!ports.containsValue(port) && !secondPorts.containsValue(port) && Ports.isFree(port)) {
                return port;
            }
        }
        throw StackFailure.because("Found no free port between %d and %d".formatted(LOWEST_FREE, HIGHEST_FREE));
    }
}
