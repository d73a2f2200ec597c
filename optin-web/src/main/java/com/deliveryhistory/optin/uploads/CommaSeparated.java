package com.deliveryhistory.optin.uploads;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * CSV whose columns are between semicolons or tabs, as spreadsheet programs write it in many countries, with commas in
 * their place. What is in quotes stays as it is; a comma that is a part of a value becomes a blank.
 */
final class CommaSeparated extends FilterInputStream {

    private static final int LONGEST_HEADER = 8 * 1024;

    private final int separator;
    private boolean quoted;

    private CommaSeparated(InputStream in, int separator) {
        super(in);
        this.separator = separator;
    }

    /** The first line tells which separator it is; with a comma in it everything stays as it is. */
    static InputStream of(InputStream csv) throws IOException {
        BufferedInputStream in = new BufferedInputStream(csv, LONGEST_HEADER);
        in.mark(LONGEST_HEADER);
        String start = new String(in.readNBytes(LONGEST_HEADER - 1), StandardCharsets.ISO_8859_1);
        in.reset();
        String header = start.lines().findFirst().orElse("");
        if (header.contains(",")) {
            return in;
        }
        return header.contains(";")
                ? new CommaSeparated(in, ';')
                : header.contains("\t") ? new CommaSeparated(in, '\t') : in;
    }

    @Override
    public int read() throws IOException {
        return changed(super.read());
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        int count = super.read(into, offset, length);
        for (int i = offset; i < offset + count; i++) {
            into[i] = (byte) changed(into[i]);
        }
        return count;
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    private int changed(int next) {
        if (next == '"') {
            quoted = !quoted;
        }
        if (quoted) {
            return next;
        }
        return next == separator ? ',' : next == ',' ? ' ' : next;
    }
}
