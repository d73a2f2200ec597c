package com.deliveryhistory.localstack;

import com.deliveryhistory.localstack.processes.Output;
import com.deliveryhistory.localstack.settings.Addresses;
import com.deliveryhistory.localstack.settings.Instance;
import com.deliveryhistory.localstack.settings.Part;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How a stack is to be.
 *
 * @param data where it keeps its data; {@code null}: in a temporary folder, which goes when it stops
 * @param fresh whether to delete what the data folder holds
 * @param companies how many companies to add to acme and globex
 * @param addresses also say how many instances of a part there are
 * @param output takes what the stack and its parts say
 * @param parts which parts are started
 * @param settings Spring properties that override the local ones, by instance
 * @param olderJars folder with boot jars of an earlier build, which services run until they are asked to restart; a
 *     service whose jar is not there, and {@code null}, runs this build
 * @param traces where the spans of all services are written; {@code null}: none are made
 * @param quickStarts whether services start from jars that are prepared for it, see {@link BootJar}, or as they are
 */
public record StackOptions(
        @Nullable Path data,
        boolean fresh,
        int companies,
        Addresses addresses,
        Output output,
        Set<Part> parts,
        Map<Instance, Map<String, Object>> settings,
        @Nullable Path olderJars,
        @Nullable Path traces,
        boolean quickStarts) {

    /** On free ports, in a temporary folder, silent. */
    public static StackOptions temporary() {
        return in(null, Addresses.free(), Output.SILENT);
    }

    /** All parts, none of them with anything special. */
    static StackOptions in(@Nullable Path data, Addresses addresses, Output output) {
        return new StackOptions(
                data, false, 0, addresses, output, EnumSet.allOf(Part.class), Map.of(), null, null, true);
    }

    public StackOptions withData(Path folder) {
        return with(draft -> draft.data = folder);
    }

    StackOptions withFresh(boolean emptied) {
        return with(draft -> draft.fresh = emptied);
    }

    public StackOptions withCompanies(int number) {
        return with(draft -> draft.companies = number);
    }

    public StackOptions withOutput(Output other) {
        return with(draft -> draft.output = other);
    }

    /** Starts these parts and no others. */
    public StackOptions withParts(Part... only) {
        return with(draft -> draft.parts = EnumSet.copyOf(List.of(only)));
    }

    /** Starts this many instances of a service, or brokers of Kafka. */
    public StackOptions withInstances(Part part, int number) {
        return with(draft -> draft.addresses = addresses.withInstances(part, number));
    }

    /** Starts this many instances of every service. */
    public StackOptions withInstances(int number) {
        StackOptions result = this;
        for (Part service : Part.services()) {
            result = result.withInstances(service, number);
        }
        return result;
    }

    /** Has the spans of all services written to a file. */
    public StackOptions withTraces(@Nullable Path file) {
        return with(draft -> draft.traces = file);
    }

    /** Overrides a setting of all instances of a part that there are so far. */
    public StackOptions withSetting(Part part, String name, Object value) {
        StackOptions result = this;
        for (Instance instance : addresses.instances()) {
            if (instance.part() == part) {
                result = result.withSetting(instance, name, value);
            }
        }
        return result;
    }

    /** Overrides a setting of one instance. */
    public StackOptions withSetting(Instance instance, String name, Object value) {
        Map<Instance, Map<String, Object>> more = new HashMap<>(settings);
        Map<String, Object> own = new HashMap<>(settingsOf(instance));
        own.put(name, value);
        more.put(instance, own);
        return with(draft -> draft.settings = more);
    }

    /** Starts services from an earlier build's jars, as far as they are in that folder. */
    public StackOptions withOlderJars(Path folder) {
        return with(draft -> draft.olderJars = folder);
    }

    /** Starts services with plain {@code java -jar}, unprepared: to see what preparing them gains. */
    public StackOptions withPlainStarts() {
        return with(draft -> draft.quickStarts = false);
    }

    Map<String, Object> settingsOf(Instance instance) {
        return settings.getOrDefault(instance, Map.of());
    }

    private StackOptions with(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return draft.finished();
    }

    /** The same options while one of them is changed. */
    private static final class Draft {

        private @Nullable Path data;
        private boolean fresh;
        private int companies;
        private Addresses addresses;
        private Output output;
        private Set<Part> parts;
        private Map<Instance, Map<String, Object>> settings;
        private @Nullable Path olderJars;
        private @Nullable Path traces;
        private boolean quickStarts;

        Draft(StackOptions options) {
            this.data = options.data;
            this.fresh = options.fresh;
            this.companies = options.companies;
            this.addresses = options.addresses;
            this.output = options.output;
            this.parts = options.parts;
            this.settings = options.settings;
            this.olderJars = options.olderJars;
            this.traces = options.traces;
            this.quickStarts = options.quickStarts;
        }

        StackOptions finished() {
            return new StackOptions(
                    data, fresh, companies, addresses, output, parts, settings, olderJars, traces, quickStarts);
        }
    }
}
