package com.deliveryhistory.optin.throttling;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SenderNetworkTests {

    @Test
    void addresses_of_one_ipv6_network_count_together() {
        assertThat(SenderNetwork.of("2001:db8:1:2::1"))
                .isEqualTo(SenderNetwork.of("2001:db8:1:2:ffff:ffff:ffff:ffff"))
                .isNotEqualTo(SenderNetwork.of("2001:db8:1:3::1"));
    }

    @Test
    void each_ipv4_address_counts_for_itself() {
        assertThat(SenderNetwork.of("192.0.2.1")).isNotEqualTo(SenderNetwork.of("192.0.2.2"));
        assertThat(SenderNetwork.of("::ffff:192.0.2.1")).isNotEqualTo(SenderNetwork.of("::ffff:192.0.2.2"));
    }

    @Test
    void what_is_no_address_counts_as_it_is() {
        assertThat(SenderNetwork.of("unknown")).isEqualTo("unknown");
        assertThat(SenderNetwork.of("host:443")).isEqualTo("host:443");
    }
}
