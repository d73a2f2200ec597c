package com.deliveryhistory.optin.uploads;

import java.io.BufferedReader;
import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;
import java.util.regex.Pattern;

/**
 * CSV whose columns are between semicolons or tabs, as spreadsheet programs write it in many countries, with commas in
 * their place. What is in quotes stays as it is; a comma that is a part of a value becomes a blank.
 */
final class CommaSeparated extends FilterReader {

    private static final int LONGEST_HEADER = 8 * 1024;

    /** Spreadsheet programs read and some write it, to say by which character columns are separated. */
    private static final Pattern SEPARATOR_LINE = Pattern.compile("(?i)sep=[;,\\t|]");

    private final char separator;
    private boolean quoted;

    private CommaSeparated(Reader in, char separator) {
        super(in);
        this.separator = separator;
    }

    /** The first line tells which separator it is: by {@code sep=}, or tabs if there are any, else what it has more of. */
    static Reader of(Reader csv) throws IOException {
        BufferedReader in = new BufferedReader(csv, LONGEST_HEADER);
        in.mark(LONGEST_HEADER);
        char[] start = new char[LONGEST_HEADER - 1];
        int length = Math.max(0, in.read(start));
        in.reset();
        String first = new String(start, 0, length).lines().findFirst().orElse("");
        if (SEPARATOR_LINE.matcher(first).matches()) {
            in.skip(first.length()); // an empty line stays, which counts as none, so that the others keep their numbers
            return new CommaSeparated(in, first.charAt(first.length() - 1));
        }
        String header = first.replaceAll("\"[^\"]*\"", "");
        if (header.indexOf('\t') >= 0) {
            return new CommaSeparated(in, '\t');
        }
        return count(header, ';') > count(header, ',') ? new CommaSeparated(in, ';') : in;
    }

    private static long count(String text, char wanted) {
        return text.chars().filter(character -> character == wanted).count();
    }

    @Override
    public int read() throws IOException {
        int next = super.read();
        return next < 0 ? next : changed((char) next);
    }

    @Override
    public int read(char[] into, int offset, int length) throws IOException {
        int count = super.read(into, offset, length);
        for (int i = offset; i < offset + count; i++) {
            into[i] = changed(into[i]);
        }
        return count;
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    private char changed(char next) {
        if (next == '"') {
            quoted = !quoted;
        }
        if (quoted) {
            return next;
        }
        return next == separator ? ',' : next == ',' ? ' ' : next;
    }
}
