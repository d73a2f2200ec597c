package com.deliveryhistory.upssandbox;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Import;

/** The whole sandbox on a free port, with a MongoDB-compatible store of its own in memory. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "accounts.import-file=classpath:accounts.json",
            "sandbox.clients[0].client-id=" + Caller.CLIENT_ID,
            "sandbox.clients[0].client-secret=" + Caller.CLIENT_SECRET,
            "sandbox.clients[0].name=Intelligent Delivery History",
            "sandbox.clients[0].redirect-uris=" + Caller.REDIRECT_URI,
            "sandbox.clients[1].client-id=other-client",
            "sandbox.clients[1].client-secret=other-secret",
            "sandbox.clients[1].name=ODCS",
            "sandbox.clients[1].redirect-uris=http://localhost:8080/odcs",
            "sandbox.clients[2].client-id=blocked-client",
            "sandbox.clients[2].client-secret=blocked-secret",
            "sandbox.clients[2].name=Blocked",
            "sandbox.clients[2].redirect-uris=http://localhost:8080/blocked",
            "sandbox.clients[2].blocked=true"
        })
@Import(StoreInMemory.class)
@interface SandboxTest {}
