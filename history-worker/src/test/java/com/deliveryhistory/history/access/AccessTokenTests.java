package com.deliveryhistory.history.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class AccessTokenTests {

    @Test
    void a_token_never_prints_itself() {
        AccessToken token = new AccessToken("sbx-at-secret", 3, Instant.EPOCH);

        assertThat(new TokenAnswer.Granted(token).toString())
                .contains("generation=3")
                .doesNotContain("secret");
    }
}
