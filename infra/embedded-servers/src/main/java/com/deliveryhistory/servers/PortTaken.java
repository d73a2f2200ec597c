package com.deliveryhistory.servers;

/** Something else listens on the port that a server was told to use. */
public final class PortTaken extends RuntimeException {

    private final int port;

    /** @param server that cannot listen, as a message names it */
    public PortTaken(String server, int port) {
        super("Port %d is taken: %s cannot listen there".formatted(port, server));
        this.port = port;
    }

    public int port() {
        return port;
    }
}
