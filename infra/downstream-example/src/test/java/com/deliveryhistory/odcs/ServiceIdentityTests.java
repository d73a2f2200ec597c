package com.deliveryhistory.odcs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceIdentityTests {

    @TempDir
    Path folder;

    @Test
    void a_token_names_the_company_on_behalf_of_which_a_history_is_read() throws Exception {
        JWTClaimsSet claims =
                SignedJWT.parse(identity().token("history-worker", "acme")).getJWTClaimsSet();

        assertThat(claims.getAudience()).containsExactly("history-worker");
        assertThat(claims.getClaim("company")).isEqualTo("acme");
    }

    @Test
    void a_token_for_no_company_has_no_such_claim() throws Exception {
        JWTClaimsSet claims =
                SignedJWT.parse(identity().token("token-manager", null)).getJWTClaimsSet();

        assertThat(claims.getClaims()).doesNotContainKey("company");
    }

    @Test
    void a_file_that_holds_no_key_is_named_and_not_quoted() throws Exception {
        Path file = Files.writeString(folder.resolve("odcs.jwk"), "secret");

        assertThatThrownBy(() -> ServiceIdentity.read("odcs", file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("odcs.jwk holds no private key")
                .hasMessageNotContaining("secret");
    }

    private static ServiceIdentity identity() throws Exception {
        ECKey key = new ECKeyGenerator(Curve.P_256).keyID("1").generate();
        return new ServiceIdentity("odcs", key);
    }
}
