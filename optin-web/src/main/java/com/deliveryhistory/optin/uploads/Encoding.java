package com.deliveryhistory.optin.uploads;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.springframework.core.io.InputStreamSource;

/**
 * How a text is written in bytes. Programs that save lists do not say so: it is what the byte order mark tells, or else
 * UTF-16 if every other byte of the beginning is 0, UTF-8 if all of it can be that, and Windows' Latin-1 otherwise.
 *
 * @param mark how many bytes the byte order mark takes
 */
record Encoding(Charset charset, int mark) {

    private static final Charset WINDOWS_LATIN_1 = Charset.forName("windows-1252");
    private static final byte[] UTF_8_MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};
    private static final byte[] UTF_16_LE_MARK = {(byte) 0xff, (byte) 0xfe};
    private static final byte[] UTF_16_BE_MARK = {(byte) 0xfe, (byte) 0xff};
    private static final int LOOKED_AT = 64;

    static Encoding of(InputStreamSource text) throws IOException {
        byte[] start = start(text, LOOKED_AT);
        if (startsWith(start, UTF_8_MARK)) {
            return new Encoding(StandardCharsets.UTF_8, UTF_8_MARK.length);
        }
        if (startsWith(start, UTF_16_LE_MARK)) {
            return new Encoding(StandardCharsets.UTF_16LE, UTF_16_LE_MARK.length);
        }
        if (startsWith(start, UTF_16_BE_MARK)) {
            return new Encoding(StandardCharsets.UTF_16BE, UTF_16_BE_MARK.length);
        }
        if (areZero(start, 1) && !areZero(start, 0)) {
            return new Encoding(StandardCharsets.UTF_16LE, 0);
        }
        if (areZero(start, 0) && !areZero(start, 1)) {
            return new Encoding(StandardCharsets.UTF_16BE, 0);
        }
        return new Encoding(isUtf8(text) ? StandardCharsets.UTF_8 : WINDOWS_LATIN_1, 0);
    }

    static byte[] start(InputStreamSource text, int bytes) throws IOException {
        try (InputStream in = text.getInputStream()) {
            return in.readNBytes(bytes);
        }
    }

    static boolean startsWith(byte[] text, byte[] start) {
        return text.length >= start.length && Arrays.equals(text, 0, start.length, start, 0, start.length);
    }

    private static boolean areZero(byte[] text, int from) {
        for (int i = from; i < text.length; i += 2) {
            if (text[i] != 0) {
                return false;
            }
        }
        return text.length > 1;
    }

    private static boolean isUtf8(InputStreamSource text) throws IOException {
        try (Reader reader = new InputStreamReader(
                text.getInputStream(), StandardCharsets.UTF_8.newDecoder())) { // reports what is none
            reader.transferTo(Writer.nullWriter());
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    /** What comes after the byte order mark. To be closed. */
    Reader open(InputStreamSource text) throws IOException {
        InputStream in = new BufferedInputStream(text.getInputStream());
        try {
            in.skipNBytes(mark);
            return new BufferedReader(new InputStreamReader(in, charset));
        } catch (IOException e) {
            in.close();
            throw e;
        }
    }
}
