package com.deliveryhistory.servers;

/** {@link EmbeddedKafka} as a process of its own. */
public final class KafkaProcess {

    private KafkaProcess() {}

    /** Runs until its standard input ends. Arguments: port, data folder. */
    public static void main(String[] arguments) {
        ServerProcess.run("kafka", arguments, EmbeddedKafka::start);
    }
}
