package com.deliveryhistory.localstack.settings;

import java.util.List;

/** A part of the stack, a process of its own, with the port that it has unless told otherwise. */
public enum Part {
    KAFKA("kafka", 9092, 9093),
    MONGODB("mongodb", 27017),
    UPS_SANDBOX("ups-sandbox", 8090),
    MAILBOX("mailbox", 8025, 1025),
    IDENTITY_PROVIDER("identity-provider", 8091),
    TOKEN_MANAGER("token-manager", 8081, 9081),
    HISTORY_WORKER("history-worker", 8082, 9082),
    OPTIN_WEB("optin-web", 8080, 9080);

    private final String label;
    private final int port;
    private final int secondPort;

    Part(String label, int port) {
        this(label, port, 0);
    }

    Part(String label, int port, int secondPort) {
        this.label = label;
        this.port = port;
        this.secondPort = secondPort;
    }

    /** Its name in logs, folders, files and as a service. */
    public String label() {
        return label;
    }

    int usualPort() {
        return port;
    }

    /**
     * Of a service the one of its management, of the mailbox the mail server's, of Kafka the controller's; 0 if it has but
     * one port.
     */
    int usualSecondPort() {
        return secondPort;
    }

    /** The three services of the product. */
    public static List<Part> services() {
        return List.of(TOKEN_MANAGER, HISTORY_WORKER, OPTIN_WEB);
    }

    /** Whether it is one of the product's services, which have a management port beside their own. */
    public boolean isService() {
        return services().contains(this);
    }

    /** Whether there can be several of it: instances of a service, brokers of Kafka. */
    public boolean canBeSeveral() {
        return isService() || this == KAFKA;
    }

    @Override
    public String toString() {
        return label;
    }
}
