package io.github.luffyrl.djl.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** A {@link LoraConfig} as PEFT writes it; what would change results is refused. */
final class LoraConfigJson {

    private static final String TARGETS = "target_modules";

    /** PEFT's shorthand, which excludes the output layer. */
    private static final String ALL_LINEAR = "all-linear";

    /** Variants of LoRA, each of which computes something else. */
    private static final List<String> VARIANTS =
            List.of(
                    "use_dora",
                    "use_qalora",
                    "use_bdlora",
                    "lora_bias",
                    "fan_in_fan_out",
                    "rank_pattern",
                    "alpha_pattern",
                    "modules_to_save",
                    "layers_to_transform",
                    "layers_pattern",
                    "layer_replication",
                    "exclude_modules",
                    "trainable_token_indices",
                    "target_parameters",
                    "alora_invocation_tokens",
                    "arrow_config",
                    "ensure_weight_tying");

    /** Initialisations that leave the model's own weights as they are. */
    private static final Set<String> PLAIN_STARTS = Set.of("gaussian", "eva", "orthogonal");

    private LoraConfigJson() {}

    static LoraConfig parse(Path file) throws IOException {
        if (!Files.exists(file)) {
            throw new FileNotFoundException(file + " is missing: expected an adapter of PEFT");
        }
        JsonFields fields = JsonFields.read(file);
        fields.allowOnly("peft_type", type -> type.asText().equals("LORA"), "LORA");
        fields.allowOnly("task_type", type -> type.asText().equals("CAUSAL_LM"), "CAUSAL_LM");
        fields.allowOnly("bias", bias -> bias.asText().equals("none"), "none");
        fields.allowOnly(
                "init_lora_weights",
                start -> start.isBoolean() || PLAIN_STARTS.contains(start.asText()),
                "true, false, " + PLAIN_STARTS);
        for (String variant : VARIANTS) {
            fields.allowOnly(variant, LoraConfigJson::isOff, "plain LoRA without it");
        }
        try {
            return new LoraConfig(
                    fields.integer("r"),
                    fields.number("lora_alpha"),
                    fields.find("lora_dropout").isPresent() ? fields.number("lora_dropout") : 0,
                    targets(fields),
                    fields.find("use_rslora").isPresent() && fields.flag("use_rslora"));
        } catch (IllegalArgumentException e) {
            String message = String.valueOf(e.getMessage());
            throw message.startsWith(file.toString()) ? e : fields.refused(message);
        }
    }

    private static boolean isOff(JsonNode value) {
        return value.isBoolean() ? !value.asBoolean() : value.isContainerNode() && value.isEmpty();
    }

    private static Set<String> targets(JsonFields fields) {
        JsonNode value =
                fields.find(TARGETS)
                        .orElseThrow(() -> fields.refused("the field " + TARGETS + " is missing"));
        if (value.asText().equals(ALL_LINEAR)) {
            return Set.copyOf(LoraConfig.PROJECTIONS);
        }
        if (!value.isArray() || !value.valueStream().allMatch(JsonNode::isTextual)) {
            throw fields.refused(
                    TARGETS + " = " + value + " is not supported, only a list of names");
        }
        Set<String> names = new TreeSet<>();
        value.forEach(name -> names.add(name.asText()));
        return names;
    }

    static String render(LoraConfig config, String baseModel) {
        ObjectNode json = Json.object();
        json.put("peft_type", "LORA");
        json.put("task_type", "CAUSAL_LM");
        json.put("base_model_name_or_path", baseModel);
        json.put("r", config.rank());
        if (config.alpha() == Math.rint(config.alpha())) {
            json.put("lora_alpha", (long) config.alpha()); // as PEFT types it
        } else {
            json.put("lora_alpha", config.alpha());
        }
        json.put("lora_dropout", config.dropout());
        ArrayNode targets = json.putArray(TARGETS);
        config.targetModules().forEach(targets::add);
        json.put("use_rslora", config.rankStabilized());
        json.put("bias", "none");
        json.put("fan_in_fan_out", false);
        json.put("init_lora_weights", true);
        json.put("inference_mode", true);
        return Json.pretty(json);
    }
}
