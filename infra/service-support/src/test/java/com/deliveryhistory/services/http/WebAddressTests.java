package com.deliveryhistory.services.http;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebAddressTests {

    @ParameterizedTest
    @CsvSource({
        "ups.example, does not begin with",
        "ups.example:443, does not begin with",
        "//ups.example, does not begin with",
        "ftp://ups.example, does not begin with",
        "file:/etc/keys.json, does not begin with",
        "https:ups.example, has no host",
        "https:///path, has no host",
        "https://ups_example, has no host",
        "https://ups.example:0, has a port that cannot be",
        "https://ups.example:65536, has a port that cannot be",
        "https://ups.example/#top, has something behind",
        "https://maria:secret@ups.example, has a user name in it",
        "https://maria:secret@ups_example, has a user name in it"
    })
    void what_cannot_be_called_is_refused_by_the_settings_name_and_without_a_password(String address, String wrong) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WebAddress.requireComplete("ups.base-url", URI.create(address)))
                .withMessageContainingAll("ups.base-url " + wrong, "write https://<host>")
                .withMessageNotContaining("secret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://ups.example?x=1", "https://ups.example/?"})
    void paths_are_not_added_behind_a_query(String address) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WebAddress.requireBase("ups.base-url", URI.create(address)))
                .withMessageContaining("ups.base-url has something behind # or ?");
        assertThatCode(() -> WebAddress.requireComplete("x", URI.create(address)))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://deliveries.example/history", "https://deliveries.example//"})
    void an_origin_has_no_path(String address) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WebAddress.requireOrigin("mail.base-url", URI.create(address)))
                .withMessageContaining("mail.base-url has a path: write https://<host>");
        assertThatCode(() -> WebAddress.requireBase("x", URI.create(address))).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://ups.example",
                "HTTPS://UPS.example/",
                "http://localhost:8090",
                "http://127.0.0.1:1",
                "http://[::1]:8090",
                "https://token-manager.delivery-history.svc:8081"
            })
    void a_host_and_a_port_are_enough_everywhere(String address) {
        assertThatCode(() -> {
                    WebAddress.requireOrigin("x", URI.create(address));
                    WebAddress.requireBase("x", URI.create(address));
                    WebAddress.requireComplete("x", URI.create(address));
                })
                .doesNotThrowAnyException();
    }
}
