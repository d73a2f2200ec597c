package com.deliveryhistory.testing;

import com.mongodb.ConnectionString;
import com.mongodb.client.MongoClient;

/** The empty database that a test was given. */
public final class TestMongo {

    private final ConnectionString server;
    private final String database;

    TestMongo(ConnectionString server, String database) {
        this.server = server;
        this.database = database;
    }

    /** Connection string that names the database. */
    public String uri() {
        return uri(database);
    }

    /** Connection string of the same server that names another database. */
    public String uri(String other) {
        String given = server.getConnectionString();
        int options = given.indexOf('?');
        String base = options < 0 ? given : given.substring(0, options);
        int afterScheme = base.indexOf("://") + 3;
        int slash = base.indexOf('/', afterScheme);
        return (slash < 0 ? base : base.substring(0, slash)) + "/" + other
                + (options < 0 ? "" : given.substring(options));
    }

    public String database() {
        return database;
    }

    /** A client of the server, shared by all tests of the JVM; not to be closed by them. */
    public MongoClient client() {
        return Servers.mongoClient();
    }
}
