package com.deliveryhistory.localstack.traces;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * A field as protobuf's wire format has it: a number, or bytes that are a text or a message, depending on whom one asks.
 *
 * @param value 0 if it is bytes
 * @param bytes empty if it is a number
 */
record ProtobufField(int number, long value, ByteBuffer bytes) {

    private static final ByteBuffer NO_BYTES = ByteBuffer.allocate(0);
    private static final int LONGEST_VARINT = 64;

    /**
     * All fields of a message, in their order.
     *
     * @throws IllegalArgumentException if it is none
     */
    static List<ProtobufField> all(ByteBuffer message) {
        ByteBuffer rest = message.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        List<ProtobufField> fields = new ArrayList<>();
        try {
            while (rest.hasRemaining()) {
                fields.add(next(rest));
            }
        } catch (BufferUnderflowException | IndexOutOfBoundsException e) {
            throw new IllegalArgumentException("The message is cut off", e);
        }
        return fields;
    }

    /** The messages in all fields with this number. */
    static List<ByteBuffer> messages(ByteBuffer message, int number) {
        return all(message).stream()
                .filter(field -> field.number() == number)
                .map(ProtobufField::bytes)
                .toList();
    }

    private static ProtobufField next(ByteBuffer rest) {
        long tag = varint(rest);
        int number = (int) (tag >>> 3);
        return switch ((int) (tag & 7)) {
            case 0 -> new ProtobufField(number, varint(rest), NO_BYTES);
            case 1 -> new ProtobufField(number, rest.getLong(), NO_BYTES);
            case 2 -> {
                int length = Math.toIntExact(varint(rest));
                ByteBuffer bytes = rest.slice(rest.position(), length);
                rest.position(rest.position() + length);
                yield new ProtobufField(number, 0, bytes);
            }
            case 5 -> new ProtobufField(number, rest.getInt(), NO_BYTES);
            default -> throw new IllegalArgumentException("A field of an unknown kind");
        };
    }

    private static long varint(ByteBuffer rest) {
        long value = 0;
        for (int shift = 0; shift < LONGEST_VARINT; shift += 7) {
            byte next = rest.get();
            value |= (next & 0x7FL) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new IllegalArgumentException("A number that does not end");
    }

    String text() {
        return StandardCharsets.UTF_8.decode(bytes.duplicate()).toString();
    }

    String hex() {
        byte[] copy = new byte[bytes.remaining()];
        bytes.duplicate().get(copy);
        return HexFormat.of().formatHex(copy);
    }
}
