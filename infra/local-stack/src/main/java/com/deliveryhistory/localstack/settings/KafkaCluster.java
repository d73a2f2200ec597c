package com.deliveryhistory.localstack.settings;

import com.deliveryhistory.localstack.processes.StackFailure;
import com.deliveryhistory.servers.ClusterNode;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.util.Map;

/**
 * The Kafka cluster whose data a folder holds.
 *
 * @param id as its brokers know it
 * @param brokers how many it was made with; that stays, as each of them holds a share of the data
 */
public record KafkaCluster(String id, int brokers) {

    private static final String FILE = "kafka-cluster.json";

    /**
     * The cluster of a data folder, noted there if it has none.
     *
     * @throws StackFailure if it has another number of brokers
     */
    public static KafkaCluster in(Path data, int brokers) {
        Path file = data.resolve(FILE);
        KafkaCluster cluster;
        if (Files.exists(file)) {
            cluster = read(file);
        } else {
            // data from before there were several
            boolean ofOne = Files.exists(data.resolve(Part.KAFKA.label()).resolve("meta.properties"));
            cluster = new KafkaCluster(ClusterNode.newClusterId(), ofOne ? 1 : brokers);
            PrivateFiles.write(
                    file, JSONObjectUtils.toJSONString(Map.of("id", cluster.id, "brokers", cluster.brokers)));
        }
        if (cluster.brokers != brokers) {
            throw StackFailure.because(
                    "The data in %s is of %s, which cannot become %d: start with --brokers %d, with --fresh, which deletes"
                                    .formatted(data, inWords(cluster.brokers), brokers, cluster.brokers)
                            + " it, or name another folder with --data");
        }
        return cluster;
    }

    private static KafkaCluster read(Path file) {
        try {
            Map<String, Object> noted = JSONObjectUtils.parse(PrivateFiles.read(file));
            return new KafkaCluster(JSONObjectUtils.getString(noted, "id"), JSONObjectUtils.getInt(noted, "brokers"));
        } catch (ParseException e) {
            throw StackFailure.because(file + " says nothing of a cluster: start with --fresh");
        }
    }

    private static String inWords(int brokers) {
        return brokers == 1 ? "one Kafka broker" : brokers + " Kafka brokers";
    }
}
