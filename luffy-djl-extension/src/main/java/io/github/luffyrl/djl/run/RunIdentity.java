package io.github.luffyrl.djl.run;

import com.fasterxml.jackson.core.type.TypeReference;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What identifies a run, apart from its recipe.
 *
 * @param model fingerprint of the model before training
 * @param data fingerprint of all problems
 */
public record RunIdentity(String model, String data) {

    /**
     * Begins a run, or checks that the folder is of this one.
     *
     * @param folder created for a new run
     * @param recipe its settings
     * @throws IOException when it cannot be read or written
     * @throws IllegalArgumentException if the folder holds another run
     */
    public void claim(RunFolder folder, String recipe) throws IOException {
        if (folder.begun()) {
            check(folder, recipe);
            return;
        }
        Files.createDirectories(folder.path());
        RunFile.writeText(folder.recipe(), recipe);
        RunFile.write(folder.identity(), this);
    }

    /**
     * Checks that a run is this one.
     *
     * @param folder of a run that was begun
     * @param recipe the settings
     * @throws IOException when it cannot be read
     * @throws IllegalArgumentException if it is another one
     */
    public void check(RunFolder folder, String recipe) throws IOException {
        String earlier = Files.readString(folder.recipe());
        RunIdentity stored = RunFile.read(folder.identity(), new TypeReference<RunIdentity>() {});
        if (!earlier.equals(recipe)) {
            throw other(folder, "settings: " + difference(earlier, recipe));
        }
        if (!stored.model.equals(model)) {
            throw other(folder, "model");
        }
        if (!stored.data.equals(data)) {
            throw other(folder, "problems");
        }
    }

    private static IllegalArgumentException other(RunFolder folder, String what) {
        return new IllegalArgumentException(
                folder.path()
                        + " holds a run with other "
                        + what
                        + "; name another folder, or remove this one");
    }

    /** The first line that differs. */
    static String difference(String then, String now) {
        List<String> before = Arrays.asList(then.split("\n", -1));
        List<String> after = Arrays.asList(now.split("\n", -1));
        int line = 0;
        while (line < Math.min(before.size(), after.size())
                && before.get(line).equals(after.get(line))) {
            line++;
        }
        return String.format(
                Locale.ROOT,
                "'%s' instead of '%s'",
                line < before.size() ? before.get(line).strip() : "",
                line < after.size() ? after.get(line).strip() : "");
    }
}
