package com.deliveryhistory.localstack;

import com.deliveryhistory.localstack.processes.Output;
import com.deliveryhistory.localstack.settings.Addresses;
import com.deliveryhistory.localstack.settings.Part;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a stack is to be.
 *
 * @param data where it keeps its data; {@code null}: in a temporary folder, which goes when it stops
 * @param fresh whether to delete what the data folder holds
 * @param companies how many companies to add to acme and globex
 * @param output takes what the stack and its parts say
 * @param settings Spring properties that override the local ones, by part
 */
public record StackOptions(
        @Nullable Path data,
        boolean fresh,
        int companies,
        Addresses addresses,
        Output output,
        Map<Part, Map<String, Object>> settings) {

    /** On free ports, in a temporary folder, silent. */
    public static StackOptions temporary() {
        return new StackOptions(null, false, 0, Addresses.free(), Output.SILENT, Map.of());
    }

    public StackOptions withData(Path folder) {
        return new StackOptions(folder, fresh, companies, addresses, output, settings);
    }

    public StackOptions withCompanies(int number) {
        return new StackOptions(data, fresh, number, addresses, output, settings);
    }

    public StackOptions withOutput(Output other) {
        return new StackOptions(data, fresh, companies, addresses, other, settings);
    }

    /** Overrides a setting of a part. */
    public StackOptions withSetting(Part part, String name, Object value) {
        Map<Part, Map<String, Object>> more = new HashMap<>(settings);
        Map<String, Object> ofPart = new HashMap<>(more.getOrDefault(part, Map.of()));
        ofPart.put(name, value);
        more.put(part, ofPart);
        return new StackOptions(data, fresh, companies, addresses, output, more);
    }
}
