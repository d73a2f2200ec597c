package com.deliveryhistory.localstack.identityprovider;

import com.deliveryhistory.servers.ServerProcess;
import java.net.URI;

/** {@link IdentityProvider} as a process of its own. */
public final class IdentityProviderProcess {

    private IdentityProviderProcess() {}

    /**
     * Runs until its standard input ends. Arguments: port, data folder, the only address that people are sent back to; and,
     * to listen on all addresses, the issuer identifier.
     */
    public static void main(String[] arguments) {
        if (arguments.length < 3 || arguments.length > 4) {
            System.err.println("Usage: identity-provider PORT FOLDER REDIRECT-ADDRESS [ISSUER]");
            Runtime.getRuntime().halt(ServerProcess.CANNOT_START);
        }
        URI redirect = URI.create(arguments[2]);
        ServerProcess.run(
                "identity-provider",
                new String[] {arguments[0], arguments[1]},
                (folder, port) -> arguments.length == 3
                        ? IdentityProvider.start(port, redirect)
                        : IdentityProvider.start(port, redirect, URI.create(arguments[3])));
    }
}
