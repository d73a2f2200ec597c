package com.deliveryhistory.servers;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.common.Uuid;

/**
 * One of a Kafka cluster's nodes, each broker and controller in one.
 *
 * @param clusterId the same for all of them, see {@link #newClusterId()}
 * @param id from 1
 * @param controllerPorts of all nodes, in the order of their ids
 */
public record ClusterNode(String clusterId, int id, List<Integer> controllerPorts) {

    private static final int MOST_COPIES = 3;

    public ClusterNode {
        controllerPorts = List.copyOf(controllerPorts);
        if (id < 1 || id > controllerPorts.size()) {
            throw new IllegalArgumentException("No node %d among %d".formatted(id, controllerPorts.size()));
        }
    }

    /** The only one of its cluster. */
    static ClusterNode alone(int controllerPort) {
        return new ClusterNode(newClusterId(), 1, List.of(controllerPort));
    }

    public static String newClusterId() {
        return Uuid.randomUuid().toString();
    }

    /** How many copies of each partition a cluster keeps. */
    public static int copies(int brokers) {
        return Math.min(MOST_COPIES, brokers);
    }

    int copies() {
        return copies(controllerPorts.size());
    }

    /** Copies that have to be there for a record to be taken: of three, one may be away. */
    int copiesInSync() {
        return Math.max(1, copies() - 1);
    }

    boolean isAlone() {
        return controllerPorts.size() == 1;
    }

    int controllerPort() {
        return controllerPorts.get(id - 1);
    }

    /** All nodes as Kafka's {@code controller.quorum.voters} has them. */
    String voters() {
        return IntStream.rangeClosed(1, controllerPorts.size())
                .mapToObj(node -> node + "@127.0.0.1:" + controllerPorts.get(node - 1))
                .collect(Collectors.joining(","));
    }
}
