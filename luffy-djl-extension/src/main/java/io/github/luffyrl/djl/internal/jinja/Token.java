package io.github.luffyrl.djl.internal.jinja;

/**
 * A piece of a template.
 *
 * @param kind what it is
 * @param text data, name, operator, digits as written, or a string's value
 * @param line where, from 1
 */
record Token(Kind kind, String text, int line) {

    enum Kind {
        DATA,
        VARIABLE_BEGIN,
        VARIABLE_END,
        BLOCK_BEGIN,
        BLOCK_END,
        NAME,
        STRING,
        INTEGER,
        FLOAT,
        OPERATOR,
        END
    }

    boolean is(Kind other) {
        return kind == other;
    }

    boolean isName(String name) {
        return kind == Kind.NAME && text.equals(name);
    }

    boolean isOperator(String operator) {
        return kind == Kind.OPERATOR && text.equals(operator);
    }

    String describe() {
        return switch (kind) {
            case DATA -> "text";
            case VARIABLE_BEGIN -> "{{";
            case VARIABLE_END -> "}}";
            case BLOCK_BEGIN -> "{%";
            case BLOCK_END -> "%}";
            case END -> "the end of the template";
            default -> "\"" + Texts.preview(text) + "\"";
        };
    }
}
