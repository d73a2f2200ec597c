package com.deliveryhistory.servers;

/** {@link EmbeddedMongo}, keeping its data in a file, as a process of its own. */
public final class MongoProcess {

    private MongoProcess() {}

    /** Runs until its standard input ends. Arguments: port, data folder. */
    public static void main(String[] arguments) {
        ServerProcess.run("mongodb", arguments, EmbeddedMongo::start);
    }
}
