package io.github.luffyrl.examples.basemodel;

import java.util.Arrays;

/**
 * A pre-training example of the base model.
 *
 * @param prompt the problem's text
 * @param response what follows, without the end-of-sequence token that ends every example
 * @param supervised for each character of the response and then for the end-of-sequence token,
 *     whether it is learned: {@code response.length() + 1} marks
 */
public record BaseExample(String prompt, String response, boolean[] supervised) {

    /** Copies the marks and checks their number. */
    public BaseExample {
        if (supervised.length != response.length() + 1) {
            throw new IllegalArgumentException(
                    supervised.length
                            + " marks for a response of "
                            + response.length()
                            + " characters and an end-of-sequence token: need one each");
        }
        supervised = supervised.clone();
    }

    @Override
    public boolean[] supervised() {
        return supervised.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof BaseExample that
                && prompt.equals(that.prompt)
                && response.equals(that.response)
                && Arrays.equals(supervised, that.supervised);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * prompt.hashCode() + response.hashCode()) + Arrays.hashCode(supervised);
    }

    @Override
    public String toString() {
        return "BaseExample["
                + prompt
                + response
                + ", supervised="
                + Arrays.toString(supervised)
                + "]";
    }
}
