package com.deliveryhistory.testing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.NONE)
@WithKafka(own = true)
@WithMongo
class SpringTestsWithServersTests {

    @Configuration
    static class Application {}

    @Autowired
    Environment environment;

    @Test
    void the_context_knows_the_servers(@Autowired TestKafka kafka, TestMongo mongo) {
        assertThat(environment.getProperty("spring.kafka.bootstrap-servers")).isEqualTo(kafka.bootstrapServers());
        assertThat(environment.getProperty("spring.mongodb.uri"))
                .isEqualTo(mongo.uri())
                .endsWith(mongo.database());
    }

    @Test
    void its_own_broker_keeps_its_topics_over_a_stop(@Autowired TestKafka kafka) {
        kafka.recreate("kept");

        kafka.stop();
        kafka.start();

        assertThat(kafka.topics()).contains("kept");
    }
}
