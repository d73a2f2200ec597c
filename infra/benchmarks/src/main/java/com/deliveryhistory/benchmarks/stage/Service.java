package com.deliveryhistory.benchmarks.stage;

import com.deliveryhistory.localstack.processes.StackFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A service that runs as a process of its own, and what it uses of the machine. */
public final class Service {

    private static final double KIB = 1024;
    private static final Pattern TOTAL = Pattern.compile("(?m)^Total\\s+\\d+\\s+(\\d+)");

    private final String name;
    private final URI url;
    private final ProcessHandle process;

    /**
     * Takes a process that runs.
     *
     * @param url where it answers, without a path
     */
    public Service(String name, URI url, long pid) {
        this.name = name;
        this.url = url;
        this.process = ProcessHandle.of(pid).orElseThrow(this::ended);
    }

    /** Where it answers, without a path. */
    public URI url() {
        return url;
    }

    /** What it has used of the processor since its start, to 10 ms or so. */
    public ProcessorTime processorTime() {
        return new ProcessorTime(
                process.info().totalCpuDuration().orElseThrow(this::ended), ProcessorTime.ofCompilers(process.pid()));
    }

    /** What its live objects need, in MiB. */
    public double liveHeap() {
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        try {
            // walks the heap after a collection, and ends with "Total INSTANCES BYTES"
            Process histogram = new ProcessBuilder(jcmd, Long.toString(process.pid()), "GC.class_histogram")
                    .redirectErrorStream(true)
                    .start();
            Matcher total =
                    TOTAL.matcher(new String(histogram.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
            if (!total.find()) {
                throw ended();
            }
            return Long.parseLong(total.group(1)) / (KIB * KIB);
        } catch (IOException e) {
            throw new UncheckedIOException("jcmd cannot be run", e);
        }
    }

    /** How much real memory the process has, in KiB; empty where the system does not tell in the way of Linux. */
    public OptionalLong residentMemory() {
        Path status = Path.of("/proc", Long.toString(process.pid()), "status");
        if (!Files.isReadable(status)) {
            return OptionalLong.empty();
        }
        try {
            return Files.readAllLines(status).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private StackFailure ended() {
        return StackFailure.because(name + " does not run any more");
    }
}
