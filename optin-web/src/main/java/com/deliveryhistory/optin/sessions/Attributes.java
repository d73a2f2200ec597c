package com.deliveryhistory.optin.sessions;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;

/** Session attributes as bytes. Only classes that belong into a session are read back. */
final class Attributes {

    private static final ObjectInputFilter OURS = ObjectInputFilter.Config.createFilter(
            "maxdepth=30;maxarray=10000;maxbytes=200000;com.deliveryhistory.optin.**;org.springframework.security.**;"
                    + "org.springframework.web.**;java.lang.*;java.util.*;java.time.*;java.net.URI;!*");

    private Attributes() {}

    static byte[] write(Object attribute) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(attribute);
        } catch (IOException e) {
            throw new IllegalStateException(attribute.getClass().getName() + " does not belong into a session", e);
        }
        return bytes.toByteArray();
    }

    /**
     * Reads an attribute.
     *
     * @throws IOException if it is none, or was written by a version of this application that is too different
     */
    static Object read(byte[] bytes) throws IOException {
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
            in.setObjectInputFilter(OURS);
            return in.readObject();
        } catch (ClassNotFoundException e) {
            throw new IOException(e);
        }
    }
}
