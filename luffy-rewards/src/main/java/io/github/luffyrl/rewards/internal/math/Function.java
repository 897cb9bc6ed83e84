package io.github.luffyrl.rewards.internal.math;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A function with a meaning of its own. */
public enum Function {
    /** Sine. */
    SIN,
    /** Cosine. */
    COS,
    /** Tangent. */
    TAN,
    /** Cotangent. */
    COT,
    /** Secant. */
    SEC,
    /** Cosecant. */
    CSC,
    /** Inverse sine. */
    ARCSIN,
    /** Inverse cosine. */
    ARCCOS,
    /** Inverse tangent. */
    ARCTAN,
    /** Inverse cotangent. */
    ARCCOT,
    /** Inverse secant. */
    ARCSEC,
    /** Inverse cosecant. */
    ARCCSC,
    /** Hyperbolic sine. */
    SINH,
    /** Hyperbolic cosine. */
    COSH,
    /** Hyperbolic tangent. */
    TANH,
    /** Hyperbolic cotangent. */
    COTH,
    /** Inverse hyperbolic sine. */
    ARSINH,
    /** Inverse hyperbolic cosine. */
    ARCOSH,
    /** Inverse hyperbolic tangent. */
    ARTANH,
    /** Exponential. */
    EXP,
    /** Logarithm: of the first argument, to the second as base or else natural. */
    LOG,
    /** Root: of the first argument, the second is the index. */
    ROOT,
    /** Absolute value. */
    ABS,
    /** Rounding down. */
    FLOOR,
    /** Rounding up. */
    CEIL,
    /** Factorial. */
    FACTORIAL,
    /** Binomial coefficient. */
    BINOMIAL,
    /** Greatest common divisor of any number of arguments. */
    GCD,
    /** Least common multiple of any number of arguments. */
    LCM,
    /** Largest argument. */
    MAX,
    /** Smallest argument. */
    MIN,
    /** Remainder, with the sign of the divisor. */
    MOD;

    private static final Map<String, Function> BY_NAME = new HashMap<>();

    static {
        for (Function function : values()) {
            BY_NAME.put(function.name().toLowerCase(Locale.ROOT), function);
        }
        BY_NAME.put("tg", TAN);
        BY_NAME.put("ctg", COT);
        BY_NAME.put("cotg", COT);
        BY_NAME.put("cosec", CSC);
        BY_NAME.put("asin", ARCSIN);
        BY_NAME.put("acos", ARCCOS);
        BY_NAME.put("atan", ARCTAN);
        BY_NAME.put("arctg", ARCTAN);
        BY_NAME.put("acot", ARCCOT);
        BY_NAME.put("arcctg", ARCCOT);
        BY_NAME.put("asec", ARCSEC);
        BY_NAME.put("acsc", ARCCSC);
        BY_NAME.put("arcsinh", ARSINH);
        BY_NAME.put("asinh", ARSINH);
        BY_NAME.put("arccosh", ARCOSH);
        BY_NAME.put("acosh", ARCOSH);
        BY_NAME.put("arctanh", ARTANH);
        BY_NAME.put("atanh", ARTANH);
        BY_NAME.put("ln", LOG);
        BY_NAME.put("hcf", GCD);
    }

    /**
     * Looks a function up by the name that LaTeX or plain text uses.
     *
     * @param name without backslash
     * @return the function; null when there is none of that name
     */
    public static @Nullable Function named(String name) {
        return BY_NAME.get(name);
    }

    /**
     * Returns whether the argument is an angle.
     *
     * @return true for the trigonometric functions
     */
    public boolean takesAngle() {
        return compareTo(CSC) <= 0;
    }

    /**
     * Returns whether the function is about divisors or counts, which only whole numbers have.
     *
     * @return true for greatest common divisor, binomial coefficient and the like
     */
    public boolean isOfIntegers() {
        return switch (this) {
            case GCD, LCM, MOD, BINOMIAL, FACTORIAL -> true;
            default -> false;
        };
    }

    /**
     * Returns the inverse that an exponent of -1 stands for, as in {@code \sin^{-1} x}.
     *
     * @return the inverse; null when -1 is an exponent like any other
     */
    public @Nullable Function inverse() {
        return switch (this) {
            case SIN -> ARCSIN;
            case COS -> ARCCOS;
            case TAN -> ARCTAN;
            case COT -> ARCCOT;
            case SEC -> ARCSEC;
            case CSC -> ARCCSC;
            case SINH -> ARSINH;
            case COSH -> ARCOSH;
            case TANH -> ARTANH;
            default -> null;
        };
    }
}
