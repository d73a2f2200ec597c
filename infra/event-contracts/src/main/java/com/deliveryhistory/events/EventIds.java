package com.deliveryhistory.events;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.NameBasedGenerator;
import java.util.UUID;

/** Ids of events that follow from something else: name-based (UUIDv5, RFC 9562 section 5.5), so a repeat has the same. */
public final class EventIds {

    private static final NameBasedGenerator IDS =
            Generators.nameBasedGenerator(UUID.fromString("6b3c1f0e-7a52-5b0f-9d0a-0d3f3b8b7c11"));

    private EventIds() {}

    /** The id of the one event of this type that a generation of a grant can lead to. */
    public static String ofGrant(GrantId grant, long generation, String what) {
        return of("grant", grant.toString(), Long.toString(generation), what);
    }

    /** The id that belongs to these parts, in this order. */
    public static String of(String... parts) {
        StringBuilder name = new StringBuilder();
        for (String part : parts) {
            name.append(part.length()).append(':').append(part); // lengths keep ("a", "bc") and ("ab", "c") apart
        }
        return IDS.generate(name.toString()).toString();
    }
}
