package com.deliveryhistory.history.storage;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpHeaders;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

class StorageProblemsTests {

    private final MongoClient nobody =
            MongoClients.create("mongodb://127.0.0.1:1/?serverSelectionTimeoutMS=100&connectTimeoutMS=100");
    private final MockMvcTester service = MockMvcTester.create(MockMvcBuilders.standaloneSetup(new Reading(nobody))
            .setControllerAdvice(new StorageProblems())
            .build());

    @AfterEach
    void close() {
        nobody.close();
    }

    @Test
    void while_the_store_is_out_callers_are_told_when_to_ask_again_and_nothing_of_why() {
        var answer = service.get().uri("/read").exchange();

        assertThat(answer).hasStatus(503).headers().hasValue(HttpHeaders.RETRY_AFTER, "2");
        assertThat(answer).bodyText().contains("cannot be read now").doesNotContain("127.0.0.1", "mongo", "Mongo");
    }

    @RestController
    static class Reading {

        private final MongoClient client;

        Reading(MongoClient client) {
            this.client = client;
        }

        @GetMapping("/read")
        String read() {
            return String.valueOf(client.getDatabase("history")
                    .getCollection("packages", Document.class)
                    .find()
                    .first());
        }
    }
}
