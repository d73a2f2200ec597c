package com.deliveryhistory.upssandbox.sharedsignals;

import com.nimbusds.jose.jwk.JWKSet;
import java.util.Map;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** The public key for receivers, and the switch for tests. */
@RestController
class SecurityEventsController {

    private final SecurityEvents events;
    private final SigningKeys keys;

    SecurityEventsController(SecurityEvents events, SigningKeys keys) {
        this.events = events;
        this.keys = keys;
    }

    /** Whether receivers are told. */
    record Switch(boolean enabled) {}

    @GetMapping(path = "/sandbox/ssf/jwks", produces = MediaType.APPLICATION_JSON_VALUE)
    Map<String, Object> publicKeys() {
        return new JWKSet(keys.current()).toJSONObject(true);
    }

    @GetMapping("/sandbox/security-events")
    Switch read() {
        return new Switch(events.isOn());
    }

    @PostMapping("/sandbox/security-events")
    Switch turn(@RequestBody Switch wanted) {
        events.turn(wanted.enabled());
        return read();
    }
}
