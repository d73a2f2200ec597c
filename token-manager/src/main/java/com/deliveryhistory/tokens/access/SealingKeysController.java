package com.deliveryhistory.tokens.access;

import com.deliveryhistory.tokens.custody.SealingKeys;
import java.time.Duration;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Gives out the public keys that tokens are sealed to; the first is the one to use. */
@RestController
final class SealingKeysController {

    private static final Duration FRESH_FOR = Duration.ofMinutes(5);

    private final SealingKeys keys;

    SealingKeysController(SealingKeys keys) {
        this.keys = keys;
    }

    @GetMapping("/v1/sealing-keys")
    ResponseEntity<String> publicKeys() {
        return ResponseEntity.ok()
                .cacheControl(CacheControl.maxAge(FRESH_FOR))
                .contentType(MediaType.APPLICATION_JSON)
                .body(keys.publicKeys());
    }
}
