package io.github.luffyrl.djl.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Arrays;

/**
 * A tensor's entry in the header of a safetensors file.
 *
 * @param type how each value is stored
 * @param shape row-major, not modified
 * @param begin first byte, counted from the end of the header
 * @param end byte after the last
 */
record StoredTensor(StoredType type, long[] shape, long begin, long end) {

    /** Parses an entry and checks it by itself; {@code place} names file and tensor in errors. */
    static StoredTensor parse(JsonNode entry, String place) throws IOException {
        if (!entry.isObject()) {
            throw new IOException(place + ": its header entry is not an object: " + entry);
        }
        StoredType type = type(entry.path("dtype"), place);
        long[] shape = integers(entry, "shape", place);
        long[] offsets = integers(entry, "data_offsets", place);
        if (offsets.length != 2 || offsets[1] < offsets[0]) {
            throw new IOException(
                    place
                            + ": data_offsets "
                            + Arrays.toString(offsets)
                            + " are not a begin and an end");
        }
        StoredTensor tensor = new StoredTensor(type, shape, offsets[0], offsets[1]);
        tensor.requireBytesOfShape(place);
        return tensor;
    }

    private static StoredType type(JsonNode dtype, String place) throws IOException {
        for (StoredType type : StoredType.values()) {
            if (type.name().equals(dtype.asText())) {
                return type;
            }
        }
        throw new IOException(
                place
                        + ": dtype "
                        + dtype
                        + " is not supported, only "
                        + Arrays.toString(StoredType.values()));
    }

    private static long[] integers(JsonNode entry, String field, String place) throws IOException {
        JsonNode array = entry.path(field);
        long[] values = new long[array.size()];
        boolean valid = array.isArray();
        for (int i = 0; i < values.length && valid; i++) {
            JsonNode value = array.get(i);
            values[i] = value.asLong();
            valid = value.isIntegralNumber() && value.canConvertToLong() && values[i] >= 0;
        }
        if (!valid) {
            throw new IOException(
                    place + ": " + field + " is not a list of integers >= 0: " + array);
        }
        return values;
    }

    private void requireBytesOfShape(String place) throws IOException {
        long expected;
        try {
            expected = Math.multiplyExact(elements(), (long) type.bytes());
        } catch (ArithmeticException e) {
            throw new IOException(
                    place + ": shape " + Arrays.toString(shape) + " has too many elements", e);
        }
        if (end - begin != expected) {
            throw new IOException(
                    place
                            + ": shape "
                            + Arrays.toString(shape)
                            + " of "
                            + type
                            + " takes "
                            + expected
                            + " bytes, but data_offsets span "
                            + (end - begin));
        }
    }

    long elements() {
        long elements = 1;
        for (long size : shape) {
            elements = Math.multiplyExact(elements, size);
        }
        return elements;
    }
}
