package com.deliveryhistory.servers;

import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** {@link EmbeddedKafka} as a process of its own. */
public final class KafkaProcess {

    private static final String USAGE = "Usage: kafka PORT FOLDER [CLUSTER-ID NODE CONTROLLER-PORT,...]";

    private KafkaProcess() {}

    /**
     * Runs until its standard input ends. Arguments: port, data folder; for one of several brokers also the cluster's id,
     * the number of the node, and the controllers' ports of all nodes.
     */
    public static void main(String[] arguments) {
        if (arguments.length == 2) {
            ServerProcess.run("kafka", arguments, EmbeddedKafka::start);
        } else if (arguments.length == 5
                && arguments[3].matches("\\d")
                && arguments[4].matches("\\d{1,5}(,\\d{1,5})*")) {
            var node = new ClusterNode(
                    arguments[2],
                    Integer.parseInt(arguments[3]),
                    Stream.of(arguments[4].split(",", -1)).map(Integer::valueOf).toList());
            ServerProcess.run(
                    "kafka", Arrays.copyOf(arguments, 2), (folder, port) -> EmbeddedKafka.start(folder, port, node));
        } else {
            System.err.println(USAGE);
            Runtime.getRuntime().halt(ServerProcess.CANNOT_START);
        }
    }

    /** The arguments after port and folder. */
    public static String[] arguments(ClusterNode node) {
        return new String[] {
            node.clusterId(),
            String.valueOf(node.id()),
            node.controllerPorts().stream().map(String::valueOf).collect(Collectors.joining(","))
        };
    }
}
