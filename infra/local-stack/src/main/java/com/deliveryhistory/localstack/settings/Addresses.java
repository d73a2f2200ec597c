package com.deliveryhistory.localstack.settings;

import com.deliveryhistory.localstack.processes.StackFailure;
import com.deliveryhistory.servers.Ports;
import java.net.URI;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Which part listens where. All of it is on the loopback address. */
public final class Addresses {

    private static final int HIGHEST_PORT = 65_535;

    private static final int INSTANCE_DISTANCE = 100;

    private final Map<Instance, Integer> ports = new LinkedHashMap<>();
    private final Map<Instance, Integer> secondPorts = new LinkedHashMap<>();
    private final Map<Part, Integer> sharedPorts = new EnumMap<>(Part.class);
    private final @Nullable Integer offset;

    /** @param offset of the usual ports; {@code null} for any free ones */
    private Addresses(@Nullable Integer offset) {
        this.offset = offset;
    }

    /**
     * The usual ports, each raised by an offset. Of several instances of a service each has its own, 100 apart, and the
     * usual one is the address of all of them; further brokers of Kafka are 100 apart from the first.
     */
    public static Addresses usual(int offset) {
        return ofFirstInstances(offset);
    }

    /** Ports that nothing uses now. */
    public static Addresses free() {
        return ofFirstInstances(null);
    }

    /** The same, with addresses for this many instances of a part. */
    public Addresses withInstances(Part part, int count) {
        var more = new Addresses(offset);
        ports.forEach((instance, port) -> {
            if (instance.part() != part) {
                more.ports.put(instance, port);
            }
        });
        secondPorts.forEach((instance, port) -> {
            if (instance.part() != part) {
                more.secondPorts.put(instance, port);
            }
        });
        more.sharedPorts.putAll(sharedPorts);
        more.sharedPorts.remove(part);
        boolean shared = part.isService() && count > 1;
        if (shared) {
            more.sharedPorts.put(part, more.port(part.usualPort()));
        }
        for (int number = 1; number <= count; number++) {
            more.add(new Instance(part, number), (shared ? number : number - 1) * INSTANCE_DISTANCE);
        }
        more.requireValid();
        return more;
    }

    private static Addresses ofFirstInstances(@Nullable Integer offset) {
        var addresses = new Addresses(offset);
        for (Part part : Part.values()) {
            addresses.add(Instance.first(part), 0);
        }
        addresses.requireValid();
        return addresses;
    }

    private void add(Instance instance, int distance) {
        Part part = instance.part();
        ports.put(instance, port(part.usualPort() + distance));
        if (part.usualSecondPort() != 0) {
            secondPorts.put(instance, port(part.usualSecondPort() + distance));
        }
    }

    private int port(int usual) {
        return offset == null ? Ports.free(1).getFirst() : usual + offset;
    }

    /** All that have an address. */
    public Set<Instance> instances() {
        return Collections.unmodifiableSet(ports.keySet());
    }

    /** All instances of a part, in the order of their numbers. */
    public List<Instance> instances(Part part) {
        return ports.keySet().stream()
                .filter(instance -> instance.part() == part)
                .toList();
    }

    /** Parts whose instances are behind one address, which somebody has to answer for them. */
    public Set<Part> shared() {
        return Collections.unmodifiableSet(sharedPorts.keySet());
    }

    /** Of several instances of a service the port that is for all of them; of several brokers the first one's. */
    public int port(Part part) {
        Integer shared = sharedPorts.get(part);
        return shared == null ? port(Instance.first(part)) : shared;
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
        return URI.create("http://localhost:" + port(part));
    }

    public URI url(Instance instance) {
        return URI.create("http://localhost:" + port(instance));
    }

    /** Kafka's {@code bootstrap.servers}. */
    public String kafka() {
        return instances(Part.KAFKA).stream()
                .map(broker -> "127.0.0.1:" + port(broker))
                .collect(Collectors.joining(","));
    }

    /** The ports of Kafka's controllers, in the order of the brokers. */
    public List<Integer> controllerPorts() {
        return instances(Part.KAFKA).stream().map(this::secondPort).toList();
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
        sharedPorts.forEach((part, port) -> {
            if (parts.contains(part)) {
                requireFree(part, port);
            }
        });
    }

    private static void requireFree(Object user, int port) {
        if (!Ports.isFree(port)) {
            throw StackFailure.because(
                    "Port %d, which %s needs, is taken: stop what uses it, or start with --port-offset or --free-ports"
                            .formatted(port, user));
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
}
