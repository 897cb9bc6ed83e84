package io.github.luffyrl.djl.recipe;

/** A value outside its range; the reader adds the place it was read from. */
final class InvalidValueException extends IllegalArgumentException {

    private static final long serialVersionUID = 1;

    private final String key;

    InvalidValueException(String key, Object value, String need) {
        super(key + " = " + value + ": need " + need);
        this.key = key;
    }

    /** The name of the value, without the section it is in. */
    String key() {
        return key;
    }
}
