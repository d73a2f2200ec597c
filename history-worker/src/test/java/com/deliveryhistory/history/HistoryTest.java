package com.deliveryhistory.history;

import com.deliveryhistory.testing.WithKafka;
import com.deliveryhistory.testing.WithMongo;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.ContextConfiguration;

/** The whole service on real servers, with stand-ins for UPS and token-manager. One context serves all such tests. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "management.server.port=0",
            "history.kept-for=3650d",
            "history.tick=50ms",
            "history.first-retry=200ms",
            "history.api.rates.hasty.per-second=1",
            "history.api.rates.hasty.burst=2",
            "history.api.exports=2",
            "history.api.exports-of-company=1",
            "history.pages-per-turn=3",
            "history.max-pages=6",
            "ups.pace.per-second=1000",
            "ups.pace.at-once=64",
            "ups.pace.recovery=1s",
            "ups.pace.first-pause=100ms",
            "ups.pace.longest-pause=500ms"
        })
@Import(HistoryTestSetup.class)
@ContextConfiguration(initializers = HistoryTestSetup.Surroundings.class)
@WithKafka
@WithMongo
public @interface HistoryTest {}
