package com.deliveryhistory.upssandbox;

import com.deliveryhistory.testing.TestClock;
import com.mongodb.ConnectionString;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import org.springframework.boot.mongodb.autoconfigure.MongoConnectionDetails;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;

/** Gives a test's application a store that nobody else has, and a clock that can be put forward. */
@TestConfiguration(proxyBeanMethods = false)
class StoreInMemory {

    @Bean(destroyMethod = "shutdownNow")
    MongoServer mongoServer() {
        return new MongoServer(new MemoryBackend());
    }

    @Bean
    @Primary
    TestClock testClock() {
        return TestClock.running();
    }

    @Bean
    MongoConnectionDetails connectionDetails(MongoServer server) {
        String address = server.bindAndGetConnectionString();
        return () -> new ConnectionString(address + "/ups-sandbox");
    }
}
