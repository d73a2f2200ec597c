package com.deliveryhistory.services.commands;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class CommandModeTests {

    @Test
    void a_command_whose_words_the_output_does_not_take_does_not_exit_as_one_that_was_told() {
        assertThat(exitCodeOnto(new FullDisk())).isEqualTo(1);
        assertThat(exitCodeOnto(OutputStream.nullOutputStream())).isZero();
    }

    private static int exitCodeOnto(OutputStream output) {
        PrintStream before = System.out;
        System.setOut(new PrintStream(output, true, StandardCharsets.UTF_8));
        try {
            return CommandMode.run(
                    CommandModeTests.class,
                    (context, out, err, given) -> {
                        out.println("done");
                        return 0;
                    },
                    "list");
        } finally {
            System.setOut(before);
        }
    }

    private static final class FullDisk extends OutputStream {

        @Override
        public void write(int octet) throws IOException {
            throw new IOException("No space left on device");
        }
    }
}
