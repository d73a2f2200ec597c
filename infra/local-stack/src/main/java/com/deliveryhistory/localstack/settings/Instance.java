package com.deliveryhistory.localstack.settings;

/**
 * One process of a part. Of services there can be several, which share their database and consumer group, and of Kafka
 * several brokers, which are one cluster.
 *
 * @param number from 1
 */
public record Instance(Part part, int number) {

    public Instance {
        if (number < 1 || (number > 1 && !part.canBeSeveral())) {
            throw new IllegalArgumentException("There is no " + part + " number " + number);
        }
    }

    /** The one that every part has. */
    public static Instance first(Part part) {
        return new Instance(part, 1);
    }

    /** Its name in logs, folders and files: the part's, and from the second on the number. */
    public String label() {
        return number == 1 ? part.label() : part.label() + "-" + number;
    }

    @Override
    public String toString() {
        return label();
    }
}
