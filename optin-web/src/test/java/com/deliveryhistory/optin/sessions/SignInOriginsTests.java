package com.deliveryhistory.optin.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What people know their own sessions by. */
class SignInOriginsTests {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0                  | Firefox, Windows
            Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36 | Chrome, Linux
            Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0             | Edge, Windows
            Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 Version/18.0 Safari/604.1  | Safari, iPhone
            curl/8.0 on Linux                                                                                 | Linux
            curl/8.0                                                                                          | ''
            """)
    void browser_and_system_are_told_from_the_user_agent(String agent, String device) {
        assertThat(SignInOrigins.device(agent)).isEqualTo(device);
    }

    @Test
    void no_user_agent_is_an_unknown_device() {
        assertThat(SignInOrigins.device(null)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.17, 192.0.2.*",
        "2001:db8:12:3456::1, 2001:db8:12:*",
        "::1, 0:0:0:*",
        "unknown, ''",
        "dead.beef, ''",
        "999.1.1.1, ''"
    })
    void an_address_is_cut_to_its_network_and_a_name_is_not_looked_up(String address, String network) {
        assertThat(SignInOrigins.network(address)).isEqualTo(network);
    }
}
