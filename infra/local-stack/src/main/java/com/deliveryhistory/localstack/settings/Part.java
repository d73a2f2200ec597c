package com.deliveryhistory.localstack.settings;

import java.util.List;

/** A part of the stack, a process of its own, with the port that it has unless told otherwise. */
public enum Part {
    KAFKA("kafka", 9092),
    MONGODB("mongodb", 27017),
    UPS_SANDBOX("ups-sandbox", 8090),
    TOKEN_MANAGER("token-manager", 8081),
    HISTORY_WORKER("history-worker", 8082),
    OPTIN_WEB("optin-web", 8080);

    private final String label;
    private final int port;

    Part(String label, int port) {
        this.label = label;
        this.port = port;
    }

    /** Its name in logs, folders, files and as a service. */
    public String label() {
        return label;
    }

    int usualPort() {
        return port;
    }

    /** The three services of the product. */
    public static List<Part> services() {
        return List.of(TOKEN_MANAGER, HISTORY_WORKER, OPTIN_WEB);
    }

    /** Whether it is one of the product's services, which have a management port beside their own. */
    public boolean isService() {
        return services().contains(this);
    }

    @Override
    public String toString() {
        return label;
    }
}
