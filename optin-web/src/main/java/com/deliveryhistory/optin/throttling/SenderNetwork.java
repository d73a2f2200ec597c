package com.deliveryhistory.optin.throttling;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HexFormat;

/** What requests are counted by of which nothing is known but where they come from. */
public final class SenderNetwork {

    private static final int IPV6_BYTES = 16;
    private static final int NETWORK_BYTES = 8;

    private SenderNetwork() {}

    /**
     * The address, of IPv6 the first 64 bits: a customer has as many addresses as they like within them.
     *
     * @param address as the request has it
     */
    public static String of(String address) {
        if (!address.contains(":")) {
            return address;
        }
        try {
            byte[] bytes = InetAddress.getByName(address).getAddress();
            return HexFormat.of().formatHex(bytes, 0, bytes.length == IPV6_BYTES ? NETWORK_BYTES : bytes.length);
        } catch (UnknownHostException e) {
            return address;
        }
    }
}
