package com.deliveryhistory.localstack;

import com.nimbusds.jose.util.JSONObjectUtils;
import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;

/** Stands in for a service's boot jar: is ready on the port that its settings name. */
final class FakeService {

    private FakeService() {}

    public static void main(String[] arguments) throws Exception {
        Map<String, Object> settings = JSONObjectUtils.parse(System.getenv("SPRING_APPLICATION_JSON"));
        int port = ((Number) settings.getOrDefault("server.port", 0)).intValue();
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.createContext("/readyz", exchange -> {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
        System.out.println(settings.get("spring.mongodb.uri") + " " + settings.get("extra"));
    }
}
