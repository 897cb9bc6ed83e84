package io.github.luffyrl.djl.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.luffyrl.djl.internal.ModelFiles;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The file that says which shard holds which tensor.
 *
 * @param path the index file, beside the shards
 * @param namesByShard tensor names by the shard's file name
 */
record ShardIndex(Path path, Map<String, Set<String>> namesByShard) {

    static final String SINGLE_FILE = "model.safetensors";
    static final String FILE = "model.safetensors.index.json";

    static ShardIndex read(Path path) throws IOException {
        ModelFiles.requireCompanion(path);
        JsonNode weightMap =
                Json.parse(Files.readAllBytes(path), path.toString()).path("weight_map");
        if (!weightMap.isObject()) {
            throw new IOException(path + " has no object weight_map");
        }
        Map<String, Set<String>> namesByShard = new TreeMap<>();
        for (Map.Entry<String, JsonNode> entry : weightMap.properties()) {
            String shard = entry.getValue().asText();
            // A plain file name: an index must not reach outside of its directory.
            if (!entry.getValue().isTextual() || !shard.matches("[\\w-][\\w.-]*")) {
                throw new IOException(
                        path
                                + ": tensor "
                                + entry.getKey()
                                + ": not the name of a file in this directory: "
                                + entry.getValue());
            }
            namesByShard.computeIfAbsent(shard, s -> new TreeSet<>()).add(entry.getKey());
        }
        return new ShardIndex(path, namesByShard);
    }

    void write(long totalBytes) throws IOException {
        ObjectNode json = Json.object();
        json.putObject("metadata").put("total_size", totalBytes);
        Map<String, String> shardByName = new TreeMap<>();
        namesByShard.forEach((shard, names) -> names.forEach(name -> shardByName.put(name, shard)));
        ObjectNode weightMap = json.putObject("weight_map");
        shardByName.forEach(weightMap::put);
        Files.writeString(path, Json.pretty(json));
    }

    Path locate(String shard) throws IOException {
        Path file = path.resolveSibling(shard);
        if (!Files.exists(file)) {
            throw new FileNotFoundException(path + " names the shard " + shard + ": no such file");
        }
        return file;
    }

    /** Checks that a shard holds the tensors that the index lists for it, and no others. */
    static void requireSame(Path index, SafetensorsFile shard, Set<String> listed)
            throws IOException {
        Set<String> stored = shard.tensors().keySet();
        for (String name : listed) {
            if (!stored.contains(name)) {
                throw new IOException(
                        index + ": tensor " + name + " is not in its shard " + shard.path());
            }
        }
        for (String name : stored) {
            if (!listed.contains(name)) {
                throw new IOException(
                        shard.path() + ": tensor " + name + " is not listed for it in " + index);
            }
        }
    }
}
